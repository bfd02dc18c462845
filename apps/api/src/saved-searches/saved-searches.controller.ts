import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, CurrentUser, Public, type Principal } from '#auth';
import { PageQuery, type Page } from '#contracts/page.dto.js';
import {
  CreateSavedSearchInput,
  EndAlertsInput,
  SavedSearchDto,
  SavedSearchPageDto,
  UpdateSavedSearchInput,
} from '#contracts/saved-searches.dto.js';
import { SearchPageDto } from '#contracts/search-results.dto.js';
import {
  Created,
  IdPipe,
  IfMatch,
  InvalidInput,
  NeedsIfMatch,
  NotFound,
  NotIdempotent,
  Problems,
  RateLimit,
  Unauthenticated,
  type Versions,
} from '#http';
import { InvalidAlertsLink, TooManySavedSearches } from './saved-searches.errors.js';
import { SavedSearchesService } from './saved-searches.service.js';

/** Searches that a person keeps. */
@ApiTags('saved searches')
@Controller('v1/saved-searches')
@Problems(InvalidInput)
export class SavedSearchesController {
  constructor(private readonly searches: SavedSearchesService) {}

  @Post()
  @Created('/v1/saved-searches')
  @ApiOperation({
    operationId: 'createSavedSearch',
    summary: 'Keep a search, and be told of what it finds anew',
    description:
      'With alerts, a letter tells of places that the search finds now and has not found before, among its 200 best: each ' +
      'place once, ten in a letter, and none when there is nothing new. What it finds at first is nothing new.',
  })
  @Problems(Unauthenticated, TooManySavedSearches)
  create(@CurrentUser() user: Principal, @Body() input: CreateSavedSearchInput): Promise<SavedSearchDto> {
    return this.searches.create(user, input);
  }

  @Get()
  @ApiOperation({ operationId: 'listSavedSearches', summary: 'List your saved searches, the latest first' })
  @ApiOkResponse({ type: SavedSearchPageDto })
  @Problems(Unauthenticated)
  list(@CurrentUser() user: Principal, @Query() page: PageQuery): Promise<Page<SavedSearchDto>> {
    return this.searches.list(user, page);
  }

  @Post('end-alerts')
  @Public()
  @AnyToken()
  @HttpCode(204)
  @NotIdempotent('it is idempotent by itself')
  @ApiOperation({ operationId: 'endAlerts', summary: 'Get no more letters about a search, by the link in one' })
  @Problems(InvalidAlertsLink)
  endAlerts(@Body() { token }: EndAlertsInput): Promise<void> {
    return this.searches.endAlerts(token);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getSavedSearch', summary: 'Read a saved search of yours' })
  @Problems(Unauthenticated, NotFound)
  find(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<SavedSearchDto> {
    return this.searches.find(user, id);
  }

  @Patch(':id')
  @NeedsIfMatch()
  @ApiOperation({ operationId: 'updateSavedSearch', summary: 'Change what is given, and leave the rest' })
  @Problems(Unauthenticated, NotFound)
  update(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IfMatch() versions: Versions,
    @Body() input: UpdateSavedSearchInput,
  ): Promise<SavedSearchDto> {
    return this.searches.update(user, id, versions, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteSavedSearch', summary: 'Keep a search no more' })
  @Problems(Unauthenticated, NotFound)
  delete(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.searches.delete(user, id);
  }

  @Get(':id/results')
  @RateLimit('search')
  @ApiOperation({ operationId: 'listSavedSearchResults', summary: 'List what a saved search of yours finds now' })
  @Problems(Unauthenticated, NotFound)
  results(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<SearchPageDto> {
    return this.searches.results(user, id, page);
  }
}
