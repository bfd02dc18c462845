import { Module } from '@nestjs/common';
import { Drain } from './drain.js';
import { GraphiqlController } from './graphiql.controller.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';

/** What those need who run the service. */
@Module({
  controllers: [GraphiqlController, HealthController, MetricsController],
  providers: [Drain, Metrics],
  exports: [Drain, Metrics],
})
export class OperationsModule {}
