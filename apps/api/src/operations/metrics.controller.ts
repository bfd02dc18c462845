import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AnyToken, Public } from '#auth';
import { NoRateLimit } from '#http';
import { Metrics } from './metrics.js';

/** What Prometheus scrapes. */
@ApiExcludeController()
@Public()
@AnyToken()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @NoRateLimit()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<string> {
    return this.metrics.text();
  }
}
