import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentActor, Scope, type Actor } from '#auth';
import { SeasonsDto, UpdateSeasonsInput } from '#contracts/properties/seasons.dto.js';
import { IdPipe } from '#http';
import { SeasonsService } from './seasons.service.js';

const id = { type: () => ID };
const version = { type: () => Int, description: 'the version of the property that you have seen' };

/** What nights cost by season. */
@Resolver(() => SeasonsDto)
export class SeasonsResolver {
  constructor(private readonly seasonsService: SeasonsService) {}

  @Query(() => SeasonsDto, { description: 'What nights cost by season, in order of their dates.' })
  @Scope('properties:read')
  seasons(@CurrentActor() actor: Actor, @Args('propertyId', id, IdPipe) propertyId: string): Promise<SeasonsDto> {
    return this.seasonsService.get(actor, propertyId);
  }

  @Mutation(() => SeasonsDto, { description: 'Put a list in place of the seasons that were.' })
  @Scope('properties:write')
  updateSeasons(
    @CurrentActor() actor: Actor,
    @Args('propertyId', id, IdPipe) propertyId: string,
    @Args('version', version) ofVersion: number,
    @Args('input') input: UpdateSeasonsInput,
  ): Promise<SeasonsDto> {
    return this.seasonsService.update(actor, propertyId, [ofVersion], input);
  }
}
