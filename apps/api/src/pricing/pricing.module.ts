import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { PricingQueries } from './pricing.queries.js';
import { QuotesController } from './quotes.controller.js';
import { QuotesResolver } from './quotes.resolver.js';
import { QuotesService } from './quotes.service.js';
import { holdsQuotes } from './pricing.personal-data.js';

/** What stays cost. Others use `QuotesService`. */
@Module({
  imports: [PropertiesModule, CalendarModule],
  controllers: [QuotesController],
  providers: [QuotesService, PricingQueries, QuotesResolver, holdsQuotes],
  exports: [QuotesService],
})
export class PricingModule {}
