import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { SearchPageDto, SearchResultDto } from '#contracts/search-results.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { Cursors, toCount, type KeysetPage } from '#http';
import { QuotesService } from '../pricing/quotes.service.js';
import { searchTerms } from './search-terms.js';
import { SearchQueries, type FoundRow, type PlaceInOrder, type SearchMoment } from './search.queries.js';

/** Finding places that are free, and what they cost. */
@Injectable()
export class SearchService {
  constructor(
    private readonly queries: SearchQueries,
    private readonly quotes: QuotesService,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** A page of published places for which everything asked holds. @throws InvalidInput for what does not go together */
  async search(input: SearchDto, query: PageQuery): Promise<SearchPageDto> {
    const [{ data, nextCursor }, count] = await Promise.all([this.page(input, query), this.count(input)]);
    return { data, nextCursor, count };
  }

  /** The page without the count. */
  async page(input: SearchDto, { limit, cursor }: PageQuery): Promise<KeysetPage<SearchResultDto>> {
    const terms = searchTerms(input);
    // A cursor goes on with the search that it came from, and with no other.
    const list = `search:${JSON.stringify(terms)}`;
    const after = this.cursors.read<PlaceInOrder>(list, cursor);
    const rows = await this.queries.page(terms, this.#moment(), after, limit + 1);
    const page = this.cursors.page(list, rows, limit, ({ key, id }) => [key, id]);
    // What no card can pay for cannot be booked.
    return page.filter(({ payable }) => payable).map(result);
  }

  /** How many places there are on all pages together, those as well that are left out because no card can pay them. */
  async count(input: SearchDto): Promise<CountDto> {
    return toCount(await this.queries.count(searchTerms(input), this.#moment()));
  }

  #moment(): SearchMoment {
    return { feeBasisPoints: this.quotes.guestServiceFeeBasisPoints, now: this.clock.now() };
  }
}

function result(row: FoundRow): SearchResultDto {
  const { currency, total, nightly, distanceKm } = row;
  return {
    property: found(row),
    ...(total !== null && { total: { amount: total, currency } }),
    nightly: { amount: nightly, currency },
    ...(distanceKm !== null && { distanceKm: Math.round(distanceKm * 1000) / 1000 }),
  };
}

function found(row: FoundRow): SearchResultDto['property'] {
  const { id, title, type, roomType, city, region, country, amenities, instantBook, rating, ratings } = row;
  const { latitude, longitude, guests, bedrooms, beds, bathrooms } = row;
  return {
    id,
    title,
    type,
    roomType,
    city,
    region,
    country,
    location: { latitude, longitude },
    capacity: { guests, bedrooms, beds, bathrooms },
    amenities,
    instantBook,
    rating: { ...(ratings > 0 && { average: rating / 100 }), count: ratings },
  };
}
