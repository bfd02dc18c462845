/** A search in the words of a test. */
export interface Asked {
  /** a box that reaches so many degrees from a city's centre, the name of a place, or everywhere */
  where: { city?: number; reach?: number; place?: string };
  sort: string;
  guests: number;
  stay: { checkIn: string; nights: number; flexibleDays: number } | null;
  amenities: string[];
  types: string[];
  instantBook: boolean | undefined;
  prices: (number | undefined)[];
}

export interface Point {
  longitude: number;
  latitude: number;
}

/** A place as it is, with the stays that it can be booked for and what they come to. */
export interface Place extends Point {
  id: string;
  rank: number;
  rating: number;
  guests: number;
  type: string;
  instantBook: boolean;
  nightly: number;
  city: string;
  country: string;
  amenities: string[];
  arrivals: string[] | null;
  totals: number[] | null;
}

/** A place that is found, with its best stay where there are dates. */
export type Match = Place & { best?: { checkIn: string; total: number } };

/** A box around a point, as far as the map goes. */
export function boxAround(
  { longitude, latitude }: Point,
  reach: number,
): [west: number, south: number, east: number, north: number] {
  const micro = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return [
    micro(Math.max(-180, longitude - reach)),
    micro(Math.max(-90, latitude - reach)),
    micro(Math.min(180, longitude + reach)),
    micro(Math.min(90, latitude + reach)),
  ];
}

/** The places for which everything asked holds, each looked at by itself. */
export function matching(asked: Asked, places: Place[], cities: Point[]): Match[] {
  return places.flatMap((place) => {
    const match = { ...place, ...(asked.stay && bestOf(place)) };
    return isMatch(asked, match, cities) ? [match] : [];
  });
}

function bestOf({ arrivals, totals }: Place): Pick<Match, 'best'> {
  const stays = (arrivals ?? []).map((checkIn, index) => ({ checkIn, total: totals?.[index] ?? NaN }));
  // Sorting is stable: of several, the first.
  const [best] = stays.sort((one, other) => one.total - other.total);
  return best ? { best } : {};
}

function isMatch(asked: Asked, place: Match, cities: Point[]): boolean {
  const [least = 0, most = Infinity] = asked.prices;
  const price = priceOf(asked, place);
  return (
    isThere(asked, place, cities) &&
    place.guests >= asked.guests &&
    (!asked.stay || place.best !== undefined) &&
    asked.amenities.every((code) => place.amenities.includes(code)) &&
    (asked.types.length === 0 || asked.types.includes(place.type)) &&
    (asked.instantBook === undefined || place.instantBook === asked.instantBook) &&
    price >= least &&
    price <= most
  );
}

function isThere({ where }: Asked, { longitude, latitude, city, country }: Place, cities: Point[]): boolean {
  const centre = cities[(where.city ?? 0) - 1];
  if (where.reach !== undefined && centre) {
    const [west, south, east, north] = boxAround(centre, where.reach);
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
  }
  const names = where.place?.toLowerCase().split(', ') ?? [];
  return names.every((name) => [city.toLowerCase(), country.toLowerCase()].includes(name));
}

function priceOf({ stay }: Asked, { nightly, best }: Match): number {
  return stay ? (best?.total ?? NaN) : nightly;
}

/** In the order that was asked for; of equals, by id. */
export function orderedAs(asked: Asked, places: Match[]): Match[] {
  const keys: Record<string, (place: Match) => number> = {
    rank: ({ rank }) => -rank,
    price: (place) => priceOf(asked, place),
    '-price': (place) => -priceOf(asked, place),
  };
  const key = keys[asked.sort] ?? (() => 0);
  return [...places].sort((one, other) => key(one) - key(other) || (one.id < other.id ? -1 : 1));
}
