import { Module } from '@nestjs/common';
import { PricingModule } from '../pricing/pricing.module.js';
import { SearchController } from './search.controller.js';
import { SearchQueries } from './search.queries.js';
import { SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';

/** Finding places that are free, on rows that triggers keep (migrations/0005_search.sql). */
@Module({
  imports: [PricingModule],
  controllers: [SearchController],
  providers: [SearchService, SearchQueries, SearchResolver],
  exports: [SearchService],
})
export class SearchModule {}
