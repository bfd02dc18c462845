import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import type { CountDto, PageQuery } from '#contracts/page.dto.js';
import type { SearchPageDto, SearchResultDto } from '#contracts/search-results.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { Cursors, toCount, type KeysetPage } from '#http';
import { QuotesService } from '../pricing/quotes.service.js';
import { searchTerms, type PlaceInOrder, type SearchMoment, type SearchTerms } from './search-terms.js';
import { SearchQueries, type FoundRow } from './search.queries.js';

const STRIDE_GROWTH = 4;
const LONGEST_STRIDE = 5000;

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
    const rows = await this.#payableRows(terms, after, limit + 1);
    return this.cursors.page(list, rows, limit, ({ key, id }) => [key, id]).map(result);
  }

  /**
   * The best rows that a card can pay for; what none can cannot be booked. It is rare, and to price every candidate for
   * its sake would cost ten times the search: it is left out of what was read, and what is missing is read behind it, in
   * strides that grow, so that however many there are one after the other it takes few statements.
   */
  async #payableRows(terms: SearchTerms, after: PlaceInOrder | undefined, wanted: number): Promise<FoundRow[]> {
    const payable: FoundRow[] = [];
    const moment = this.#moment();
    let stride = wanted;
    let last = after;
    for (;;) {
      const rows = await this.queries.page(terms, moment, last, stride);
      payable.push(...rows.filter((row) => row.payable));
      const end = rows.at(-1);
      if (payable.length >= wanted || rows.length < stride || !end) return payable.slice(0, wanted);
      last = [end.key, end.id];
      stride = Math.min(stride * STRIDE_GROWTH, LONGEST_STRIDE);
    }
  }

  /**
   * How many places there are on all pages together. Unless the total filters or sorts, those are counted as well that
   * are left out because no card can pay them.
   */
  async count(input: SearchDto): Promise<CountDto> {
    return toCount(await this.queries.count(searchTerms(input), this.#moment()));
  }

  #moment(): SearchMoment {
    return { feeBasisPoints: this.quotes.guestServiceFeeBasisPoints, now: this.clock.now() };
  }
}

function result(row: FoundRow): SearchResultDto {
  const { currency, total, nightly, distanceKm, checkIn, checkOut } = row;
  return {
    property: found(row),
    ...(checkIn !== null && checkOut !== null && { stay: { checkIn, checkOut } }),
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
