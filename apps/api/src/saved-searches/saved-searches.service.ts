import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { MailedLinks, type Principal } from '#auth';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { CreateSavedSearchInput, SavedSearchDto, UpdateSavedSearchInput } from '#contracts/saved-searches.dto.js';
import type { SearchPageDto, SearchResultDto } from '#contracts/search-results.dto.js';
import { Database } from '#database';
import {
  countRows,
  Cursors,
  isFor,
  NotFound,
  PreconditionFailed,
  toCount,
  type KeysetPage,
  type Versions,
} from '#http';
import { SearchService } from '../search/search.service.js';
import { hasEnded } from './alerts.rules.js';
import { SavedSearch } from './saved-search.entity.js';
import { InvalidAlertsLink, TooManySavedSearches } from './saved-searches.errors.js';
import {
  allSavedSearchesOf,
  countLocked,
  deleteSavedSearch,
  savedSearchesOf,
  savedSearchOf,
  type SavedRow,
} from './saved-searches.queries.js';

const LIST = 'saved-searches';
const MOST_SEARCHES = 50;

/** Searches that people keep. */
@Injectable()
export class SavedSearchesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly search: SearchService,
    private readonly links: MailedLinks,
  ) {}

  /** Keeps a search. @throws TooManySavedSearches */
  async create(user: Principal, input: CreateSavedSearchInput): Promise<SavedSearchDto> {
    const id = await this.database.transaction(async (tx) => {
      if ((await countLocked(tx, user.id, MOST_SEARCHES)) >= MOST_SEARCHES)
        throw new TooManySavedSearches(`You have ${MOST_SEARCHES}; delete one that you need no more.`, {
          data: { most: MOST_SEARCHES },
        });
      const saved = SavedSearch.keep(user.id, input, this.clock.now());
      await tx.persist(saved).flush();
      return saved.id;
    });
    return this.find(user, id);
  }

  /** One of one's own. @throws NotFound */
  async find(user: Principal, id: string): Promise<SavedSearchDto> {
    const found = await this.database.firstRow(savedSearchOf(user.id, id));
    if (!found) throw new NotFound('There is no such saved search.');
    return this.#view(found);
  }

  /** One's own, the latest first. */
  async list(user: Principal, { limit, cursor }: PageQuery): Promise<KeysetPage<SavedSearchDto>> {
    const beforeId = this.cursors.read<string>(LIST, cursor);
    const found = await this.database.rows(savedSearchesOf(user.id, beforeId, limit + 1));
    return this.cursors.page(LIST, found, limit, ({ id }) => id).map((row) => this.#view(row));
  }

  /** How many those are. */
  async count(user: Principal): Promise<CountDto> {
    return toCount((await this.database.firstRow(countRows(allSavedSearchesOf(user.id))))?.number);
  }

  /** Changes what is given, in the version that was read. @throws NotFound, PreconditionFailed */
  async update(
    user: Principal,
    id: string,
    versions: Versions,
    input: UpdateSavedSearchInput,
  ): Promise<SavedSearchDto> {
    await this.database.transaction(async (tx) => {
      const saved = await own(tx, { id, userId: user.id });
      if (!isFor(versions, saved.version)) throw new PreconditionFailed(`It is at version ${saved.version}.`);
      saved.change(input, this.clock.now());
    });
    return this.find(user, id);
  }

  /** Keeps a search no more. @throws NotFound */
  async delete(user: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await deleteSavedSearch(tx, user.id, id))) throw new NotFound('There is no such saved search.');
    });
  }

  /** Ends the letters about a search, for whoever has one of them; again is no error. @throws InvalidAlertsLink */
  async endAlerts(token: string): Promise<void> {
    const id = this.links.read('end_alerts', token)?.id;
    if (id === undefined) throw new InvalidAlertsLink('Take the link of the last letter.');
    await this.database.transaction(async (tx) => {
      const saved = await tx.findOne(SavedSearch, { id });
      saved?.endAlerts(this.clock.now());
    });
  }

  /** What one's own search finds now. @throws NotFound, InvalidInput for a cursor of another search */
  async results(user: Principal, id: string, page: PageQuery): Promise<SearchPageDto> {
    return this.search.search((await this.find(user, id)).search, page);
  }

  /** The same without the count. @throws NotFound, InvalidInput */
  async resultsPage(user: Principal, id: string, page: PageQuery): Promise<KeysetPage<SearchResultDto>> {
    return this.search.page((await this.find(user, id)).search, page);
  }

  /** How many it finds. @throws NotFound */
  async countResults(user: Principal, id: string): Promise<CountDto> {
    return this.search.count((await this.find(user, id)).search);
  }

  #view({ checkIn, alerts, ...row }: SavedRow): SavedSearchDto {
    const ended = hasEnded(checkIn, this.clock.now());
    return { ...row, alerts: ended ? 'none' : alerts, ended };
  }
}

async function own(tx: EntityManager, which: { id: string; userId: string }): Promise<SavedSearch> {
  const saved = await tx.findOne(SavedSearch, which);
  if (!saved) throw new NotFound('There is no such saved search.');
  return saved;
}
