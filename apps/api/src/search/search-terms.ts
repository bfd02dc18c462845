import type { PropertyType } from '#contracts/properties/types.js';
import { SearchDto, SearchQuery, type SearchSort } from '#contracts/search.dto.js';
import { isStay, nightsBetween, type Stay } from '#dates';
import { crossRule, type FieldError } from '#http';
import { hasRoomAround, MOST_FLEXIBLE_DAYS, staysAround, staysBetween, type FlexibleDates } from './flexible-dates.js';
import { boxesBetween, type Box, type Circle } from './geography.js';
import { placeNames } from './places.js';

/** What is looked for, checked and in the words of the search. */
export interface SearchTerms {
  /** any of these parts of the map */
  boxes?: Box[];
  circle?: Circle;
  /** for each part of the place's name, the names it may have */
  place?: string[][];
  stay?: Stay;
  /** other stays that will do as well: as long as `stay`, which is the first of them */
  flexible?: Omit<FlexibleDates, 'first'>;
  /** adults; 1 unless told */
  guests: number;
  /** what the prices are in; places priced in another are not found */
  currency?: string;
  priceMin?: number;
  priceMax?: number;
  amenities: string[];
  types: PropertyType[];
  instantBook?: boolean;
  sort: SearchSort;
}

/** What does not come from the person who searches. */
export interface SearchMoment {
  /** the guest's service fee in basis points */
  feeBasisPoints: number;
  now: Date;
}

/** Where a page begins: after the row with this sort key and id. */
export type PlaceInOrder = [key: number, id: string];

/**
 * Names every field that does not go with the others.
 * @param given with those fields that are wrong by themselves: they are there, and want the others that belong to them
 */
export function searchErrors(input: SearchDto, given: SearchDto = input): FieldError[] {
  return [
    ...boxErrors(input),
    ...circleErrors(given),
    ...placeErrors(input),
    ...stayErrors(input, given),
    ...flexibleErrors(input, given),
    ...priceErrors(input),
  ];
}

crossRule(SearchDto, searchErrors);
crossRule(SearchQuery, searchErrors);

/** Reads what was asked for, and holds by all rules. */
export function searchTerms(input: SearchDto): SearchTerms {
  const { currency, priceMin, priceMax, instantBook } = input;
  return {
    ...whereIn(input),
    ...stayIn(input),
    guests: input.guests ?? 1,
    ...(currency !== undefined && { currency }),
    ...(priceMin !== undefined && { priceMin }),
    ...(priceMax !== undefined && { priceMax }),
    amenities: input.amenities ?? [],
    types: input.types ?? [],
    ...(instantBook !== undefined && { instantBook }),
    sort: input.sort ?? 'rank',
  };
}

function whereIn({
  bbox,
  latitude,
  longitude,
  radiusKm,
  place,
}: SearchDto): Pick<SearchTerms, 'boxes' | 'circle' | 'place'> {
  const [west, south, east, north] = bbox ?? [];
  const hasBox = west !== undefined && south !== undefined && east !== undefined && north !== undefined;
  const hasCircle = latitude !== undefined && longitude !== undefined && radiusKm !== undefined;
  return {
    ...(hasBox && { boxes: boxesBetween({ west, south, east, north }) }),
    ...(hasCircle && { circle: { latitude, longitude, radiusKm } }),
    ...(place !== undefined && { place: placeNames(place) }),
  };
}

function stayIn(input: SearchDto): Pick<SearchTerms, 'stay' | 'flexible'> {
  const flexible = flexibleIn(input);
  if (flexible) {
    const { first, ...others } = flexible;
    return { stay: first, flexible: others };
  }
  const { checkIn, checkOut } = input;
  return checkIn !== undefined && checkOut !== undefined ? { stay: { checkIn, checkOut } } : {};
}

function flexibleIn({ checkIn, checkOut, flexibleDays, flexible, from, to }: SearchDto): FlexibleDates | undefined {
  if (flexible !== undefined && from !== undefined && to !== undefined) return staysBetween(flexible, from, to);
  if (flexibleDays === undefined || checkIn === undefined || checkOut === undefined) return undefined;
  return staysAround({ checkIn, checkOut }, flexibleDays);
}

function boxErrors({ bbox }: SearchDto): FieldError[] {
  if (!bbox) return [];
  const [west = 0, south = 0, east = 0, north = 0] = bbox;
  const onEarth = Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && north <= 90;
  if (onEarth && south <= north) return [];
  const message = 'must be west, south, east, north in degrees, south not above north';
  return [{ pointer: '/bbox', code: 'bbox', message }];
}

function circleErrors({ latitude, longitude, radiusKm, sort }: SearchDto): FieldError[] {
  const given = Object.entries({ latitude, longitude, radiusKm });
  const missing = given.flatMap(([field, value]) => (value === undefined ? [field] : []));
  if (missing.length === 0) return [];
  if (missing.length < given.length)
    return missing.map((field) => required(field, 'latitude, longitude and radiusKm belong together'));
  if (sort !== 'distance') return [];
  return [{ pointer: '/sort', code: 'needs_point', message: 'by distance needs latitude, longitude and radiusKm' }];
}

function placeErrors({ place }: SearchDto): FieldError[] {
  if (place === undefined || placeNames(place).length > 0) return [];
  return [{ pointer: '/place', code: 'place', message: 'must name a city, region or country' }];
}

function stayErrors({ checkIn, checkOut }: SearchDto, given: SearchDto): FieldError[] {
  if (given.checkIn === undefined && given.checkOut === undefined) return [];
  if (given.checkIn === undefined) return [required('checkIn', 'must come with checkOut')];
  if (given.checkOut === undefined) return [required('checkOut', 'must come with checkIn')];
  if (checkIn === undefined || checkOut === undefined || isStay({ checkIn, checkOut })) return [];
  return [{ pointer: '/checkOut', code: 'after_check_in', message: 'must be after checkIn' }];
}

function flexibleErrors(input: SearchDto, given: SearchDto): FieldError[] {
  const { flexible, checkIn, checkOut, from, to, flexibleDays } = given;
  if (flexible !== undefined && (checkIn !== undefined || checkOut !== undefined))
    return [{ pointer: '/flexible', code: 'excludes', message: 'does not go with checkIn and checkOut' }];
  if (flexibleDays !== undefined && checkIn === undefined && checkOut === undefined)
    return [required('checkIn', 'must come with flexibleDays'), required('checkOut', 'must come with flexibleDays')];
  const parts = Object.entries({ flexible, from, to });
  const missing = parts.flatMap(([field, value]) => (value === undefined ? [field] : []));
  if (missing.length > 0 && missing.length < parts.length)
    return missing.map((field) => required(field, 'flexible, from and to belong together'));
  return [...rangeErrors(input), ...reachErrors(input)];
}

function rangeErrors({ flexible, from, to }: SearchDto): FieldError[] {
  if (flexible === undefined || from === undefined || to === undefined) return [];
  if (nightsBetween(from, to) > MOST_FLEXIBLE_DAYS)
    return [{ pointer: '/to', code: 'max', message: `must be at most ${MOST_FLEXIBLE_DAYS} days after from` }];
  if (staysBetween(flexible, from, to)) return [];
  return [{ pointer: '/to', code: 'too_short', message: `must leave room for a ${flexible} after from` }];
}

function reachErrors({ checkIn, checkOut, flexibleDays = 0 }: SearchDto): FieldError[] {
  return Object.entries({ checkIn, checkOut }).flatMap(([field, date]) =>
    date === undefined || hasRoomAround(date, flexibleDays)
      ? []
      : [{ pointer: `/${field}`, code: 'date', message: 'must be a date whose neighbours are dates, too' }],
  );
}

function priceErrors({ priceMin = 0, priceMax = Number.MAX_SAFE_INTEGER }: SearchDto): FieldError[] {
  if (priceMin <= priceMax) return [];
  return [{ pointer: '/priceMax', code: 'min', message: 'must not be below priceMin' }];
}

function required(field: string, message: string): FieldError {
  return { pointer: `/${field}`, code: 'required', message };
}
