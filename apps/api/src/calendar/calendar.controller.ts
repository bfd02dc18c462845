import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, OptionalActor, Public, Scope, type Actor } from '#auth';
import { BlockDto, BlockPageDto, CreateBlockDto } from '#contracts/blocks.dto.js';
import { SetCalendarDaysDto } from '#contracts/calendar-days.dto.js';
import { CalendarDto, CalendarQuery } from '#contracts/calendar.dto.js';
import { PageQuery } from '#contracts/page.dto.js';
import { Forbidden, IdPipe, InvalidInput, NotFound, Problems, Tagged } from '#http';
import { PropertyArchived } from '../properties/properties.service.js';
import { BlocksService } from './blocks.service.js';
import { BlockedForGood, DatesUnavailable } from './calendar.errors.js';
import { CalendarService } from './calendar.service.js';
import { DaysService } from './days.service.js';

/** What can be booked, and the nights that a host keeps. */
@ApiTags('calendar')
@Controller('v1/properties/:id')
export class CalendarController {
  constructor(
    private readonly calendar: CalendarService,
    private readonly days: DaysService,
    private readonly blocks: BlocksService,
  ) {}

  @Get('calendar')
  @Public()
  @Scope('calendar:read')
  @ApiOperation({ operationId: 'getCalendar', summary: 'Show which nights can be booked, and what they cost' })
  @Problems(InvalidInput, NotFound)
  view(
    @OptionalActor() actor: Actor | undefined,
    @Param('id', IdPipe) id: string,
    @Query() { from, to }: CalendarQuery,
  ): Promise<CalendarDto> {
    return this.calendar.view(actor, id, from, to);
  }

  @Put('calendar')
  @Scope('calendar:write')
  @ApiOperation({
    operationId: 'setCalendarDays',
    summary: 'Set rules and prices of single days, and leave what is not named',
  })
  @Problems(InvalidInput, NotFound, Forbidden, PropertyArchived)
  setDays(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: SetCalendarDaysDto,
  ): Promise<CalendarDto> {
    return this.days.set(actor, id, body);
  }

  @Post('blocks')
  @HttpCode(201)
  @Tagged()
  @Scope('calendar:write')
  @ApiOperation({ operationId: 'createBlock', summary: 'Take nights off the calendar, from a date to before another' })
  @Problems(InvalidInput, NotFound, Forbidden, DatesUnavailable, PropertyArchived)
  async createBlock(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: CreateBlockDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BlockDto> {
    const block = await this.blocks.create(actor, id, body);
    void reply.header('Location', `/v1/properties/${id}/blocks/${block.id}`);
    return block;
  }

  @Get('blocks')
  @Scope('calendar:read')
  @ApiOperation({ operationId: 'listBlocks', summary: 'List the nights that the host has taken off the calendar' })
  @ApiOkResponse({ type: BlockPageDto })
  @Problems(InvalidInput, NotFound, Forbidden)
  listBlocks(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<BlockPageDto> {
    return this.blocks.list(actor, id, query);
  }

  @Get('blocks/:blockId')
  @Tagged()
  @Scope('calendar:read')
  @ApiOperation({ operationId: 'getBlock', summary: 'Show one block' })
  @Problems(InvalidInput, NotFound, Forbidden)
  getBlock(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('blockId', IdPipe) blockId: string,
  ): Promise<BlockDto> {
    return this.blocks.find(actor, id, blockId);
  }

  @Delete('blocks/:blockId')
  @HttpCode(204)
  @Scope('calendar:write')
  @ApiOperation({ operationId: 'deleteBlock', summary: 'Give blocked nights back' })
  @Problems(InvalidInput, NotFound, Forbidden, BlockedForGood)
  async deleteBlock(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('blockId', IdPipe) blockId: string,
  ): Promise<void> {
    await this.blocks.delete(actor, id, blockId);
  }
}
