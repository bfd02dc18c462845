import { Module } from '@nestjs/common';
import { PropertiesModule } from '../properties/properties.module.js';
import { BlocksService } from './blocks.service.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarResolver } from './calendar.resolver.js';
import { CalendarService } from './calendar.service.js';
import { holdsBlocks } from './calendar.personal-data.js';

/** Which nights of a property are taken, by what. */
@Module({
  imports: [PropertiesModule],
  controllers: [CalendarController],
  providers: [CalendarService, BlocksService, CalendarResolver, holdsBlocks],
  exports: [CalendarService],
})
export class CalendarModule {}
