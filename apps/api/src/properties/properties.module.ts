import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { PropertiesController } from './properties.controller.js';
import { PropertiesResolver } from './properties.resolver.js';
import { PropertiesService } from './properties.service.js';

/** What a place is: content, prices, rules, publishing. */
@Module({
  imports: [UsersModule],
  controllers: [PropertiesController],
  providers: [PropertiesService, PropertiesResolver],
  exports: [PropertiesService],
})
export class PropertiesModule {}
