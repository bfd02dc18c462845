import { boxesAround } from './geography.js';
import type { PlaceInOrder, SearchMoment, SearchTerms } from './search-terms.js';
import { coverOf } from './tiles.js';

/** As many parts of a place's name as a walk can hold a row against, and names of the one that it goes along. */
const MOST_PARTS = 3;
const MOST_NAMES = 4;
/** Rows that a walk looks at before it gives up: about 15 ms. */
export const MOST_WALKED = 8000;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const MOST_RANK = 2_147_483_647;

/** Along which index a search walks, and where in it: one of the functions of migrations/0040_search_walk.sql. */
export interface Walk {
  /** of the function, without the order */
  kind: string;
  order: 'rank' | 'rank_any' | `${'cheapest' | 'dearest'}_${'night' | 'stay' | 'any'}`;
  tiles: number[] | null;
  names: string[] | null;
}

/** How a search can walk; undefined where it is left to PostgreSQL. */
export function walkOf(terms: SearchTerms): Walk | undefined {
  const order = orderOf(terms);
  const area = areaOf(terms);
  if (order === undefined || area === undefined) return undefined;
  // Of everything, the cheapest nights are where an index by price begins, which no bound has to stand for.
  if (area.kind === 'world' && order.endsWith('_night')) return undefined;
  return { order, tiles: null, names: null, ...area };
}

/** A walk that meets all that is found, in whatever order: for counting. */
export function walkOfAll(terms: SearchTerms): Walk | undefined {
  const walk = walkOf({ ...terms, sort: 'rank' });
  // Without dates PostgreSQL knows how rare each thing is that is asked of all places.
  return walk?.kind === 'world' && !terms.stay ? undefined : walk;
}

function orderOf({ sort, stay, flexible }: SearchTerms): Walk['order'] | undefined {
  const priced = flexible ? 'any' : stay ? 'stay' : 'night';
  if (sort === 'rank') return flexible ? 'rank_any' : 'rank';
  if (sort === 'price') return `cheapest_${priced}`;
  if (sort === '-price') return `dearest_${priced}`;
  return undefined;
}

function areaOf({ place = [], boxes, circle }: SearchTerms): (Pick<Walk, 'kind'> & Partial<Walk>) | undefined {
  if (place.length > MOST_PARTS) return undefined;
  const names = place.find((part) => part.length <= MOST_NAMES);
  if (names) return { kind: 'named', names };
  const cover = coverOf(boxes ?? (circle ? boxesAround(circle) : [{ west: -180, south: -90, east: 180, north: 90 }]));
  return cover ? { kind: `tile_${cover.zoom}`, tiles: cover.tiles } : { kind: 'world' };
}

/** What a walk is told (`search_asked`), as JSON. */
export function askedOf(terms: SearchTerms, { feeBasisPoints, now }: SearchMoment): string {
  const {
    boxes,
    circle,
    place = [],
    stay,
    guests,
    amenities,
    types,
    instantBook,
    currency,
    priceMin,
    priceMax,
  } = terms;
  const [first, second] = (boxes ?? (circle ? boxesAround(circle) : [])).map(
    ({ west, south, east, north }) => `(${east},${north}),(${west},${south})`,
  );
  return JSON.stringify({
    guests,
    box_1: first,
    box_2: second,
    ...(circle && { centre: `(${circle.longitude},${circle.latitude})`, radius_km: circle.radiusKm }),
    place_1: place[0],
    place_2: place[1],
    place_3: place[2],
    check_in: stay?.checkIn,
    check_out: stay?.checkOut,
    ...terms.flexible,
    at: now,
    fee_bp: feeBasisPoints,
    amenities: amenities.length > 0 ? amenities : undefined,
    types: types.length > 0 ? types : undefined,
    instant: instantBook,
    currency,
    price_min: priceMin,
    price_max: priceMax,
  });
}

/** Where an order begins, when nothing comes before. */
export function beginningOf({ order }: Walk): PlaceInOrder {
  if (order.startsWith('rank')) return [MOST_RANK, FIRST_ID];
  return [order.startsWith('dearest') ? Number.MAX_SAFE_INTEGER : -1, FIRST_ID];
}
