import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#auth';
import { ClockDto, MoveClockDto } from '#contracts/operations.dto.js';
import { InvalidInput, NotIdempotent, Problems } from '#http';
import { SandboxClockService } from './sandbox-clock.service.js';
import { ClockCannotMove } from './sandbox.errors.js';

/** Time travel, for demonstrations and tests. Does not exist in production. */
@ApiTags('sandbox')
@Public()
@NotIdempotent()
@Controller('sandbox')
export class SandboxController {
  constructor(private readonly clock: SandboxClockService) {}

  @Post('clock')
  @HttpCode(200)
  @ApiOperation({ operationId: 'moveClock', summary: 'Move time forward, and do what became due' })
  @ApiOkResponse({ type: ClockDto })
  @Problems(InvalidInput, ClockCannotMove)
  async move(@Body() wanted: MoveClockDto): Promise<ClockDto> {
    return { now: await this.clock.move(wanted) };
  }
}
