import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, Public, type Principal } from '#auth';
import { PublicUserDto, UpdateMeInput, UserDto } from '#contracts/users.dto.js';
import { NodesOf } from '#graphql';
import { IdPipe } from '#http';
import { UsersService } from './users.service.js';

/** People's accounts. */
@Resolver()
export class UsersResolver {
  constructor(private readonly users: UsersService) {}

  @Query(() => UserDto, { description: 'Your account.' })
  me(@CurrentUser() user: Principal): Promise<UserDto> {
    return this.users.me(user.id);
  }

  @Query(() => PublicUserDto, { description: 'What everyone may know of a user.' })
  @Public()
  user(@Args('id', { type: () => ID }, IdPipe) id: string): Promise<PublicUserDto> {
    return this.users.publicUser(id);
  }

  /** One's own account. */
  @NodesOf('User')
  async self(viewer: Principal | undefined, ids: string[]): Promise<Map<string, UserDto>> {
    return viewer && ids.includes(viewer.id)
      ? new Map([[viewer.id, await this.users.me(viewer.id)]])
      : new Map<string, UserDto>();
  }

  /** Others, as everyone may know them. */
  @NodesOf('PublicUser')
  others(viewer: Principal | undefined, ids: string[]): Promise<Map<string, PublicUserDto>> {
    return this.users.byIds(ids.filter((id) => id !== viewer?.id));
  }

  @Mutation(() => UserDto, { description: 'Change your account.' })
  updateMe(
    @CurrentUser() user: Principal,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') input: UpdateMeInput,
  ): Promise<UserDto> {
    return this.users.updateMe(user.id, [version], input);
  }
}
