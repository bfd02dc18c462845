import { newId } from '#clock';
import { zoneAt } from '#dates';
import { busyRanges, countNights, type DayRange } from '../calendar/busy-nights.js';
import type { City } from '../reading/city.js';
import type { Listing } from '../reading/listing.js';
import type { FiledNights } from '../calendar/staged-calendar.js';
import { nightPricesOf, type NightPrices } from '../calendar/night-prices.js';
import type { NightRun } from '../calendar/nights.js';

/** A property as it is written: its own columns, named as in the database, and what belongs to its calendar. */
export interface PropertyRow {
  readonly listing: Listing;
  readonly ref: string;
  readonly hostRef: string;
  readonly columns: Readonly<Record<string, unknown>>;
  /** nights of the calendar file that are in here; 0 when the file says nothing of this listing */
  readonly nights: number;
  /** whether the calendar file names a price for any of them */
  readonly pricedByCalendar: boolean;
  /** rows of the calendar file that are not taken */
  readonly refused: number;
  readonly busy: readonly DayRange[];
  readonly prices: NightPrices;
}

/** A listing with its nights as a property of the city; undefined when nothing says what a night costs. */
export async function propertyRow(
  listing: Listing,
  filed: FiledNights | undefined,
  city: City,
  shiftDays: number,
): Promise<PropertyRow | undefined> {
  const runs = (filed?.runs ?? []).map((run): NightRun => ({ ...run, day: run.day + shiftDays }));
  const prices = nightPricesOf(listing.price, runs);
  if (!prices) return undefined;
  const refs = { ref: `${city.slug}:listing:${listing.id}`, hostRef: `${city.slug}:host:${listing.hostId}` };
  return {
    listing,
    ...refs,
    columns: await columnsOf(listing, refs, city, prices),
    nights: countNights(runs.map(({ day, nights }) => ({ from: day, until: day + nights }))),
    pricedByCalendar: runs.some(({ price }) => price !== undefined),
    refused: filed?.refused ?? 0,
    busy: busyRanges(runs),
    prices,
  };
}

async function columnsOf(
  listing: Listing,
  { ref, hostRef }: Pick<PropertyRow, 'ref' | 'hostRef'>,
  city: City,
  prices: NightPrices,
): Promise<PropertyRow['columns']> {
  const { latitude, longitude, guests } = listing;
  return {
    id: newId(),
    host_ref: hostRef,
    title: listing.title,
    description: listing.description,
    type: listing.type,
    room_type: listing.roomType,
    city: city.name,
    region: city.region,
    country: city.country,
    latitude,
    longitude,
    time_zone: await zoneAt(latitude, longitude),
    guests,
    bedrooms: listing.bedrooms,
    beds: listing.beds,
    bathrooms: listing.bathrooms,
    amenities: listing.amenities,
    currency: city.currency,
    nightly: prices.nightly,
    weekend_nightly: prices.weekendNightly,
    guests_included: guests,
    booking_mode: listing.instantBook ? 'instant' : 'request',
    min_nights: listing.minNights,
    max_nights: listing.maxNights,
    imported_rating: listing.rating,
    imported_ratings: listing.ratings,
    external_ref: ref,
  };
}
