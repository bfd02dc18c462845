import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import type { PageQuery } from '#contracts/page.dto.js';
import type { SearchPageDto, SearchResultDto } from '#contracts/search-results.dto.js';
import type { SearchDto } from '#contracts/search.dto.js';
import { Cursors } from '#http';
import { QuotesService } from '../pricing/quotes.service.js';
import { searchTerms } from './search-terms.js';
import { COUNTED_TO, SearchQueries, type FoundRow, type PlaceInOrder } from './search.queries.js';

/** Finding places that are free, and what they cost. */
@Injectable()
export class SearchService {
  constructor(
    private readonly queries: SearchQueries,
    private readonly quotes: QuotesService,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** A page of published places for which everything asked holds. Throws InvalidInput for what does not go together. */
  async search(input: SearchDto, { limit, cursor }: PageQuery): Promise<SearchPageDto> {
    const terms = searchTerms(input);
    // A cursor goes on with the search that it came from, and with no other.
    const list = `search:${JSON.stringify(terms)}`;
    const after = this.cursors.read<PlaceInOrder>(list, cursor);
    const moment = { feeBasisPoints: this.quotes.guestServiceFeeBasisPoints, now: this.clock.now() };
    const [rows, count] = await Promise.all([
      this.queries.page(terms, moment, after, limit + 1),
      this.queries.count(terms, moment),
    ]);
    const { data, nextCursor } = this.cursors.page(list, rows, limit, ({ key, id }) => [key, id]);
    return {
      data: data.map(result),
      nextCursor,
      count: { value: Math.min(count, COUNTED_TO), bounded: count > COUNTED_TO },
    };
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
