import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser, OptionalActor, Public, Scope, type Actor, type Principal } from '#auth';
import { PropertiesQuery } from '#contracts/properties/properties-query.dto.js';
import { CreatePropertyDto, UpdatePropertyDto } from '#contracts/properties/property-input.dto.js';
import { PropertyDto, PropertyPageDto } from '#contracts/properties/property.dto.js';
import {
  Created,
  Forbidden,
  IdPipe,
  IfMatch,
  IllegalTransition,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  PreconditionFailed,
  Problems,
  type Versions,
} from '#http';
import { EmailUnverified } from '../users/users.service.js';
import { CurrencyFixed, NotPublishable, PropertyArchived, PropertyHasBookings } from './properties.errors.js';
import { PropertiesService } from './properties.service.js';

/** Places, and their way from a draft to what guests see. */
@ApiTags('properties')
@Controller('v1/properties')
export class PropertiesController {
  constructor(private readonly properties: PropertiesService) {}

  @Post()
  @Created('/v1/properties')
  @ApiOperation({ operationId: 'createProperty', summary: 'Make a draft of a place to be offered' })
  @Problems(InvalidInput)
  create(@CurrentUser() user: Principal, @Body() body: CreatePropertyDto): Promise<PropertyDto> {
    return this.properties.create(user, body);
  }

  @Get()
  @Scope('properties:read')
  @ApiOperation({
    operationId: 'listProperties',
    summary: 'List your properties and those where you are a co-host, newest first',
  })
  @ApiOkResponse({ type: PropertyPageDto })
  @Problems(InvalidInput)
  list(@CurrentActor() actor: Actor, @Query() query: PropertiesQuery): Promise<PropertyPageDto> {
    return this.properties.listOwn(actor, query);
  }

  @Get(':id')
  @Public()
  @Scope('properties:read')
  @ApiOperation({ operationId: 'getProperty', summary: 'Show a property: a published one, your own or your host’s' })
  @Problems(InvalidInput, NotFound)
  find(@OptionalActor() actor: Actor | undefined, @Param('id', IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.find(actor, id);
  }

  @Patch(':id')
  @NeedsIfMatch()
  @Scope('properties:write')
  @ApiOperation({ operationId: 'updateProperty', summary: 'Change what is given, and leave the rest' })
  @Problems(InvalidInput, NotFound, Forbidden, PropertyArchived, PreconditionFailed, CurrencyFixed, NotPublishable)
  update(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() body: UpdatePropertyDto,
  ): Promise<PropertyDto> {
    return this.properties.update(actor, id, versions, body);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @ApiOperation({ operationId: 'publishProperty', summary: 'Show it to guests, or say all that is still missing' })
  @Problems(InvalidInput, EmailUnverified, NotFound, Forbidden, IllegalTransition, NotPublishable)
  publish(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.publish(user, id);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ operationId: 'pauseProperty', summary: 'Hide it for now; bookings stay' })
  @Problems(InvalidInput, NotFound, Forbidden, IllegalTransition)
  pause(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<PropertyDto> {
    return this.properties.pause(user, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'archiveProperty', summary: 'Hide it for good, once no booking is to come' })
  @Problems(InvalidInput, NotFound, Forbidden, IllegalTransition, PropertyHasBookings, PreconditionFailed)
  async archive(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
  ): Promise<void> {
    await this.properties.archive(user, id, versions);
  }
}
