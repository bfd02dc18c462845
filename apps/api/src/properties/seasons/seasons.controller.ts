import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Scope, type Actor } from '#auth';
import { SeasonsDto, UpdateSeasonsInput } from '#contracts/properties/seasons.dto.js';
import {
  Forbidden,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  PreconditionFailed,
  Problems,
  type Versions,
} from '#http';
import { PropertyArchived } from '../properties.errors.js';
import { SeasonsService } from './seasons.service.js';

/** What nights cost by season. */
@ApiTags('properties')
@Controller('v1/properties/:id/seasons')
@Problems(InvalidInput, NotFound, Forbidden)
export class SeasonsController {
  constructor(private readonly seasons: SeasonsService) {}

  @Get()
  @Scope('properties:read')
  @ApiOperation({ operationId: 'getSeasons', summary: 'Show what nights cost by season, in order of their dates' })
  get(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<SeasonsDto> {
    return this.seasons.get(actor, id);
  }

  @Put()
  @NeedsIfMatch()
  @Scope('properties:write')
  @ApiOperation({ operationId: 'updateSeasons', summary: 'Put a list in place of the seasons that were' })
  @Problems(PropertyArchived, PreconditionFailed)
  update(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() body: UpdateSeasonsInput,
  ): Promise<SeasonsDto> {
    return this.seasons.update(actor, id, versions, body);
  }
}
