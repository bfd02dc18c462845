import { amenityCodesOf } from '#contracts/amenities.js';
import type { Columns } from './csv-file.js';
import { bathroomsOf, booleanOf, cut, decimalOf, idOf, lineOf, namesOf, textOf, wholeOf } from './fields.js';
import type { Listing } from './listing.js';
import { placeTypeOf, roomTypeOf } from './place-types.js';
import { priceOf } from './prices.js';

/** What became of a record: a listing or not, what of it could not be read, and what had to be changed. */
export interface ReadListing {
  listing: Listing | undefined;
  problems: { reason: string; value: string }[];
  adjusted: string[];
  unknownAmenities: string[];
}

/** Without these columns nothing can be taken. */
export const LISTING_COLUMNS = [
  'id',
  'host_id',
  'latitude',
  'longitude',
  'room_type',
  'accommodates',
  'price',
] as const;

/** Airbnb's own longest stay, and ours. */
const LONGEST_STAY = 1125;
const MOST = { guests: 100, bedrooms: 100, beds: 200, bathrooms: 100, ratings: 2_000_000_000 };

/** Reads listings of one file, priced in one currency. */
export function listingReader(
  columns: Columns,
  currency: string,
): (fields: readonly string[], row: number) => ReadListing {
  return (fields, row) => new ListingReading((name) => fields[columns.at(name)] ?? '', row, currency).read();
}

class ListingReading implements ReadListing {
  listing: Listing | undefined;
  readonly problems: ReadListing['problems'] = [];
  readonly adjusted: string[] = [];
  unknownAmenities: string[] = [];

  constructor(
    private readonly field: (name: string) => string,
    private readonly row: number,
    private readonly currency: string,
  ) {}

  read(): this {
    const place = this.#place();
    if (!place) return this;
    const [minNights, maxNights] = this.#stayLimits();
    const bedrooms = this.#counted('bedrooms', MOST.bedrooms) ?? this.#assumed('bedrooms', 1);
    this.listing = {
      ...place,
      ...this.#words(),
      ...this.#ratings(),
      row: this.row,
      type: placeTypeOf(this.field('property_type')),
      bedrooms,
      beds: this.#counted('beds', MOST.beds) ?? this.#assumed('beds', Math.max(1, bedrooms)),
      bathrooms: this.#bathrooms(),
      amenities: this.#amenities(),
      price: this.#price(),
      minNights,
      maxNights,
      instantBook: booleanOf(this.field('instant_bookable')) ?? false,
    };
    return this;
  }

  /** What a property cannot be without. */
  #place(): Pick<Listing, 'id' | 'hostId' | 'latitude' | 'longitude' | 'guests' | 'roomType'> | null {
    const id = idOf(this.field('id'));
    if (id === undefined) return this.#refuse(this.field('id').trim() === '' ? 'no_id' : 'bad_id', this.field('id'));
    const hostId = idOf(this.field('host_id'));
    if (hostId === undefined) return this.#refuse('bad_host_id', this.field('host_id'));
    const [latitude, longitude] = [decimalOf(this.field('latitude')), decimalOf(this.field('longitude'))];
    const position = `${this.field('latitude')} ${this.field('longitude')}`;
    if (position.trim() === '') return this.#refuse('no_coordinates', id);
    if (latitude === undefined || longitude === undefined || !isOnEarth(latitude, longitude)) {
      return this.#refuse('bad_coordinates', position);
    }
    const guests = wholeOf(this.field('accommodates'));
    if (guests === undefined || guests < 1 || guests > MOST.guests)
      return this.#refuse('bad_guests', this.field('accommodates'));
    const roomType = roomTypeOf(this.field('room_type'));
    if (!roomType) return this.#refuse('unknown_room_type', this.field('room_type'));
    return { id, hostId, latitude, longitude, guests, roomType };
  }

  #words(): Pick<Listing, 'title' | 'description' | 'hostName'> {
    const title =
      lineOf(this.field('name')) || this.#assumed('title', lineOf(this.field('property_type')) || 'A place to stay');
    const hostName = lineOf(this.field('host_name')) || this.#assumed('host_name', 'Host');
    return {
      title: this.#fitting('title', title, 200),
      description: this.#fitting('description', textOf(this.field('description')), 20_000),
      hostName: this.#fitting('host_name', hostName, 100),
    };
  }

  /** The scale was 0 to 100 until 2021. A score without ratings, or ratings without a score, say nothing. */
  #ratings(): Pick<Listing, 'rating' | 'ratings'> {
    const score = this.#optional('review_scores_rating', decimalOf);
    const ratings = this.#counted('number_of_reviews', MOST.ratings) ?? 0;
    const rating = score !== undefined && score > 5 ? score / 20 : score;
    if (rating === undefined || rating < 1 || rating > 5 || ratings === 0) return { rating: undefined, ratings: 0 };
    return { rating: Math.round(rating * 100) / 100, ratings };
  }

  #stayLimits(): [number, number] {
    const shortest = this.#clamped('minimum_nights', 1);
    const longest = this.#clamped('maximum_nights', LONGEST_STAY);
    if (longest >= shortest) return [shortest, longest];
    this.adjusted.push('maximum_nights_below_minimum');
    return [shortest, shortest];
  }

  #clamped(name: string, usual: number): number {
    const value = this.#optional(name, wholeOf) ?? usual;
    const clamped = Math.min(Math.max(value, 1), LONGEST_STAY);
    if (clamped !== value) this.adjusted.push(`${name}_clamped`);
    return clamped;
  }

  #bathrooms(): number {
    const count = this.#optional('bathrooms', decimalOf) ?? bathroomsOf(this.field('bathrooms_text'));
    return count !== undefined && count >= 0 && count <= MOST.bathrooms
      ? Math.round(count * 10) / 10
      : this.#assumed('bathrooms', 1);
  }

  #amenities(): readonly string[] {
    const { codes, unknown } = amenityCodesOf(this.#optional('amenities', namesOf) ?? []);
    this.unknownAmenities = unknown;
    return codes;
  }

  #price(): number | undefined {
    return this.#optional('price', (text) => priceOf(text, this.currency));
  }

  /** A whole number from 0 to `most`, or undefined; one that is there and cannot be taken is noted. */
  #counted(name: string, most: number): number | undefined {
    return this.#optional(name, (text) => {
      const count = wholeOf(text);
      return count !== undefined && count >= 0 && count <= most ? count : undefined;
    });
  }

  #optional<T>(name: string, read: (text: string) => T | undefined): T | undefined {
    const text = this.field(name).trim();
    if (text === '' || text === 'N/A') return undefined;
    const value = read(text);
    if (value === undefined) this.problems.push({ reason: `bad_${name}`, value: text });
    return value;
  }

  #assumed<T>(name: string, value: T): T {
    this.adjusted.push(`${name}_assumed`);
    return value;
  }

  #fitting(name: string, text: string, limit: number): string {
    const fitting = cut(text, limit);
    if (fitting !== text) this.adjusted.push(`${name}_cut`);
    return fitting;
  }

  #refuse(reason: string, value: string): null {
    this.problems.push({ reason, value });
    return null;
  }
}

/** Nothing is let at 0, 0: it is what a missing position becomes. */
function isOnEarth(latitude: number, longitude: number): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
}
