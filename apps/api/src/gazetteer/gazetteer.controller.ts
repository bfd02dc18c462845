import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { PlacesDto, PlacesQuery } from '#contracts/places.dto.js';
import { InvalidInput, Problems, RateLimit } from '#http';
import { ATTRIBUTION, USUAL_LIMIT } from './attribution.rules.js';
import { GazetteerService } from './gazetteer.service.js';

/** Cities of the world. */
@ApiTags('search')
@Controller('v1/places')
export class GazetteerController {
  constructor(private readonly gazetteer: GazetteerService) {}

  @Get()
  @Public()
  @RateLimit('search')
  @ApiOperation({
    operationId: 'findPlaces',
    summary: 'Find a city of the world by its name, however it is written',
    description:
      'Cities of more than 15,000 people and their names in many languages, by [GeoNames](https://www.geonames.org/) under ' +
      '[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/): name them where you show what is answered. Its box can be ' +
      'searched in, as `bbox`.',
  })
  @Problems(InvalidInput)
  async find(@Query() { q, limit = USUAL_LIMIT }: PlacesQuery): Promise<PlacesDto> {
    return { data: await this.gazetteer.find(q, limit), attribution: ATTRIBUTION };
  }
}
