import { Module } from '@nestjs/common';
import { CalendarModule } from '../calendar/calendar.module.js';
import { PropertiesModule } from '../properties/properties.module.js';
import { PricesController } from './prices.controller.js';
import { PricesResolver } from './prices.resolver.js';
import { PricesService } from './prices.service.js';
import { PricingQueries } from './pricing.queries.js';
import { QuotesController } from './quotes.controller.js';
import { QuotesResolver } from './quotes.resolver.js';
import { QuotesService } from './quotes.service.js';
import { holdsQuotes } from './pricing.personal-data.js';

/** What stays cost. Others use `QuotesService`. */
@Module({
  imports: [PropertiesModule, CalendarModule],
  controllers: [PricesController, QuotesController],
  providers: [PricesService, QuotesService, PricingQueries, PricesResolver, QuotesResolver, holdsQuotes],
  exports: [QuotesService],
})
export class PricingModule {}
