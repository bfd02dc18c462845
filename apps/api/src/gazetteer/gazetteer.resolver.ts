import { Args, Query, Resolver } from '@nestjs/graphql';
import { Public } from '#auth';
import { PlacesDto, PlacesQuery } from '#contracts/places.dto.js';
import { RateLimit } from '#http';
import { ATTRIBUTION, USUAL_LIMIT } from './attribution.rules.js';
import { GazetteerService } from './gazetteer.service.js';

/** Cities of the world. */
@Resolver()
export class GazetteerResolver {
  constructor(private readonly gazetteer: GazetteerService) {}

  @Query(() => PlacesDto, { description: 'Find a city of the world by its name, however it is written.' })
  @Public()
  @RateLimit('search')
  async places(@Args() { q, limit = USUAL_LIMIT }: PlacesQuery): Promise<PlacesDto> {
    return { data: await this.gazetteer.find(q, limit), attribution: ATTRIBUTION };
  }
}
