import { Args, ArgsType, Field, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentUser, type Principal } from '#auth';
import { CreateSavedSearchInput, SavedSearchDto, UpdateSavedSearchInput } from '#contracts/saved-searches.dto.js';
import { SearchResultDto } from '#contracts/search-results.dto.js';
import { IsId } from '#contracts/validators/codes.js';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from '#graphql';
import { IdPipe, RateLimit } from '#http';
import { SavedSearchesService } from './saved-searches.service.js';

const SavedSearchConnection = connectionOf(SavedSearchDto, 'SavedSearch');
const SavedSearchResultConnection = connectionOf(SearchResultDto, 'SavedSearchResult');
const id = { type: () => ID };

@ArgsType()
class SavedSearchResultsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsId()
  savedSearchId!: string;
}

/** Searches that a person keeps. */
@Resolver()
export class SavedSearchesResolver {
  constructor(private readonly searches: SavedSearchesService) {}

  @Query(() => SavedSearchDto, { description: 'A saved search of yours.' })
  savedSearch(@CurrentUser() user: Principal, @Args('id', id, IdPipe) savedId: string): Promise<SavedSearchDto> {
    return this.searches.find(user, savedId);
  }

  @Query(() => SavedSearchConnection, { name: 'savedSearches', description: 'Your saved searches, the latest first.' })
  async list(
    @CurrentUser() user: Principal,
    @Args() { first, after }: ConnectionArgs,
  ): Promise<Connection<SavedSearchDto>> {
    const page = await this.searches.list(user, { limit: first, cursor: after });
    return toConnection(page, after, () => this.searches.count(user));
  }

  @Query(() => SavedSearchResultConnection, {
    name: 'savedSearchResults',
    description: 'What a saved search of yours finds now.',
  })
  @RateLimit('search')
  async results(
    @CurrentUser() user: Principal,
    @Args() { savedSearchId, first, after }: SavedSearchResultsArgs,
  ): Promise<Connection<SearchResultDto>> {
    const page = await this.searches.resultsPage(user, savedSearchId, { limit: first, cursor: after });
    return toConnection(page, after, () => this.searches.countResults(user, savedSearchId));
  }

  @Mutation(() => SavedSearchDto, { description: 'Keep a search, and be told of what it finds anew.' })
  createSavedSearch(
    @CurrentUser() user: Principal,
    @Args('input') input: CreateSavedSearchInput,
  ): Promise<SavedSearchDto> {
    return this.searches.create(user, input);
  }

  @Mutation(() => SavedSearchDto, { description: 'Change what is given, and leave the rest.' })
  updateSavedSearch(
    @CurrentUser() user: Principal,
    @Args('id', id, IdPipe) savedId: string,
    @Args('version', { type: () => Int, description: 'the version that you have seen' }) version: number,
    @Args('input') input: UpdateSavedSearchInput,
  ): Promise<SavedSearchDto> {
    return this.searches.update(user, savedId, [version], input);
  }

  @Mutation(() => Boolean, { description: 'Keep a search no more.' })
  async deleteSavedSearch(@CurrentUser() user: Principal, @Args('id', id, IdPipe) savedId: string): Promise<boolean> {
    await this.searches.delete(user, savedId);
    return true;
  }
}
