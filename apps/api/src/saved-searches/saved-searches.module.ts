import { Module } from '@nestjs/common';
import { SearchModule } from '../search/search.module.js';
import { AlertsSweep } from './alerts.sweep.js';
import { SavedSearchesController } from './saved-searches.controller.js';
import { holdsSavedSearches } from './saved-searches.personal-data.js';
import { SavedSearchesResolver } from './saved-searches.resolver.js';
import { SavedSearchesService } from './saved-searches.service.js';

/** Searches that people keep, and are told of what they find anew. */
@Module({
  imports: [SearchModule],
  controllers: [SavedSearchesController],
  providers: [SavedSearchesService, SavedSearchesResolver, AlertsSweep, holdsSavedSearches],
})
export class SavedSearchesModule {}
