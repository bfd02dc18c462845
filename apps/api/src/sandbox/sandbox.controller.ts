import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { ClockDto, MoveClockDto } from '#contracts/operations.dto.js';
import { InvalidInput, NotIdempotent, Problems } from '#http';
import { SandboxClockService } from './sandbox-clock.service.js';
import { ClockCannotMove } from './sandbox.errors.js';

const EXAMPLES = {
  'by a duration': { value: { advance: 'P3DT4H' } },
  'to an instant': { value: { now: '2027-03-01T12:00:00Z' } },
};

/** Time travel, for demonstrations and tests. Does not exist in production. */
@ApiTags('sandbox')
@Public()
@NotIdempotent('`advance` moves time each time it is sent; a move that may be repeated is sent as `now`')
@Controller('sandbox')
export class SandboxController {
  constructor(private readonly clock: SandboxClockService) {}

  @Get('clock')
  @ApiOperation({ operationId: 'getClock', summary: 'What time it is for the application' })
  @ApiOkResponse({ type: ClockDto })
  now(): ClockDto {
    return { now: this.clock.now() };
  }

  @Post('clock')
  @HttpCode(200)
  @ApiOperation({ operationId: 'moveClock', summary: 'Move time forward, and do what became due' })
  @ApiBody({ type: MoveClockDto, examples: EXAMPLES })
  @ApiOkResponse({ type: ClockDto })
  @Problems(InvalidInput, ClockCannotMove)
  async move(@Body() wanted: MoveClockDto): Promise<ClockDto> {
    return { now: await this.clock.move(wanted) };
  }
}
