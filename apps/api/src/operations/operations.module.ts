import { Module } from '@nestjs/common';
import { Backlog } from './backlog.js';
import { Drain } from './drain.js';
import { FrontDoorController } from './front-door.controller.js';
import { GraphiqlController } from './graphiql.controller.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';

/** What those need who run the service. */
@Module({
  controllers: [FrontDoorController, GraphiqlController, HealthController, MetricsController],
  providers: [Backlog, Drain, Metrics],
  exports: [Drain, Metrics],
})
export class OperationsModule {}
