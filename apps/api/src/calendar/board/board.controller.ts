import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Scope, type Actor } from '#auth';
import { PlanningBoardPageDto, PlanningBoardQuery } from '#contracts/planning-board.dto.js';
import { InvalidInput, Problems } from '#http';
import { PlanningBoardService } from './board.service.js';

/** All calendars of a host at once. */
@ApiTags('calendar')
@Controller('v1/planning-board')
export class PlanningBoardController {
  constructor(private readonly board: PlanningBoardService) {}

  @Get()
  @Scope('calendar:read')
  @ApiOperation({
    operationId: 'getPlanningBoard',
    summary: 'Show the calendars of your places, and of those whose calendar you may see to',
  })
  @ApiOkResponse({ type: PlanningBoardPageDto })
  @Problems(InvalidInput)
  page(
    @CurrentActor() actor: Actor,
    @Query() { from, to, ...page }: PlanningBoardQuery,
  ): Promise<PlanningBoardPageDto> {
    return this.board.page(actor, { from, to }, page);
  }
}
