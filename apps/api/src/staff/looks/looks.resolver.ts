import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentUser, RecentSignIn, Roles, type Principal } from '#auth';
import { LookTokenDto, ReasonInput } from '#contracts/staff.dto.js';
import { IdPipe, NotIdempotent } from '#http';
import { LooksService } from './looks.service.js';

/** Looks of support into accounts. */
@Resolver()
export class LooksResolver {
  constructor(private readonly looks: LooksService) {}

  @Mutation(() => LookTokenDto, { description: 'Look at an account as its owner sees it; for support and admins.' })
  @Roles('support', 'admin')
  @NotIdempotent('its answer holds a token, and those are never stored')
  @RecentSignIn()
  createLook(
    @CurrentUser() user: Principal,
    @Args('id', { type: () => ID }, IdPipe) userId: string,
    @Args('input') { reason }: ReasonInput,
  ): Promise<LookTokenDto> {
    return this.looks.begin(user, userId, reason);
  }
}
