import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, Public } from '#auth';
import { HealthDto } from '#contracts/operations.dto.js';
import { Database, sql } from '#database';
import { NoRateLimit, Problems, Unavailable } from '#http';
import { Drain } from './drain.js';

/** What a load balancer asks. */
@ApiTags('operations')
@Public()
@AnyToken()
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly drain: Drain,
  ) {}

  @Get('live')
  @NoRateLimit()
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process runs' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @NoRateLimit()
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether requests should be sent here' })
  @ApiOkResponse({ type: HealthDto })
  @Problems(Unavailable)
  async ready(): Promise<HealthDto> {
    if (this.drain.begun) throw new Unavailable('This process is about to stop.', { retryAfterSeconds: 5 });
    await this.database.rows(sql`SELECT 1`);
    return { status: 'ok' };
  }
}
