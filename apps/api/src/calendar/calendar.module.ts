import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { PropertiesModule } from '../properties/properties.module.js';
import { PlanningBoardController } from './board/board.controller.js';
import { PlanningBoardResolver } from './board/board.resolver.js';
import { PlanningBoardService } from './board/board.service.js';
import { BlocksService } from './blocks.service.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarResolver } from './calendar.resolver.js';
import { CalendarService } from './calendar.service.js';
import { holdsBlocks } from './calendar.personal-data.js';
import { DaysService } from './days.service.js';

/** Rules of dates that are over in every zone, and that no host sets any more. */
const forgetsDateRules = forgets({ table: 'date_rules', since: 'date', days: () => 31 });

/** Which nights of a property are taken, by what. */
@Module({
  imports: [PropertiesModule],
  controllers: [CalendarController, PlanningBoardController],
  providers: [
    CalendarService,
    DaysService,
    BlocksService,
    PlanningBoardService,
    CalendarResolver,
    PlanningBoardResolver,
    forgetsDateRules,
    holdsBlocks,
  ],
  exports: [CalendarService],
})
export class CalendarModule {}
