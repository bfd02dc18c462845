import type { SearchDto } from '#contracts/search.dto.js';
import { addDays } from '#dates';
import { countryBox, TODAY } from './world.js';

/** A city of the made-up world. */
export interface City {
  city: number;
  longitude: number;
  latitude: number;
  spread: number;
}

/** What is asked: many searches of one kind, each another one. */
export interface Case {
  name: string;
  /** pages that are gone through before the one that is measured */
  depth?: number;
  ask: (random: () => number, cities: City[]) => SearchDto;
}

/** Most of the largest city, of one of the three largest: a map moved about. */
function dense(random: () => number, cities: City[]): Pick<SearchDto, 'bbox'> {
  const { longitude, latitude, spread } = cities[Math.floor(random() * 3)] ?? { longitude: 0, latitude: 0, spread: 1 };
  const [x, y] = [longitude + (random() - 0.5) * spread, latitude + (random() - 0.5) * spread];
  return { bbox: [x - 1.2 * spread, y - spread, x + 1.2 * spread, y + spread] };
}

/** The country of the largest city, with some of its neighbours. */
function country(random: () => number): Pick<SearchDto, 'bbox'> {
  const { west, south, east, north } = countryBox(0);
  return { bbox: [west + random(), south + random(), east + random(), north + random()] };
}

function stay(random: () => number): Pick<SearchDto, 'checkIn' | 'checkOut'> {
  const checkIn = addDays(TODAY, 5 + Math.floor(random() * 300));
  return { checkIn, checkOut: addDays(checkIn, 2 + Math.floor(random() * 6)) };
}

const guests = (random: () => number): Pick<SearchDto, 'guests'> => ({ guests: 1 + Math.floor(random() * 4) });

export const CASES: Case[] = [
  {
    name: 'dense viewport, dates',
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), ...guests(random) }),
  },
  { name: 'dense viewport, no dates', ask: (random, cities) => ({ ...dense(random, cities), ...guests(random) }) },
  { name: 'country, dates', ask: (random) => ({ ...country(random), ...stay(random), ...guests(random) }) },
  { name: 'country, no dates', ask: (random) => ({ ...country(random), ...guests(random) }) },
  {
    // About one place in 2,000.
    name: 'rare filter, dense viewport',
    ask: (random, cities) => ({
      ...dense(random, cities),
      ...stay(random),
      types: ['boat'],
      guests: 8,
      amenities: ['pool', 'sauna'],
    }),
  },
  {
    name: 'rare filter, country',
    ask: (random) => ({
      ...country(random),
      ...stay(random),
      types: ['boat'],
      guests: 8,
      amenities: ['pool', 'sauna'],
    }),
  },
  {
    name: 'price sort, dates',
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), ...guests(random), sort: 'price' }),
  },
  {
    name: 'price sort, no dates',
    ask: (random, cities) => ({ ...dense(random, cities), ...guests(random), sort: 'price' }),
  },
  {
    name: 'dearest first, dates',
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), ...guests(random), sort: '-price' }),
  },
  {
    name: 'price filter, dates',
    ask: (random, cities) => ({
      ...dense(random, cities),
      ...stay(random),
      ...guests(random),
      priceMin: 20_000,
      priceMax: 60_000,
    }),
  },
  {
    name: 'deep paging, dates',
    depth: 20,
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), ...guests(random) }),
  },
  {
    name: 'deep paging by price, dates',
    depth: 10,
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), sort: 'price' }),
  },
  {
    name: 'a stay three days sooner or later',
    ask: (random, cities) => ({ ...dense(random, cities), ...stay(random), flexibleDays: 3 }),
  },
  {
    name: 'a weekend in two months',
    ask: (random, cities) => ({
      ...dense(random, cities),
      flexible: 'weekend',
      from: addDays(TODAY, 20),
      to: addDays(TODAY, 80),
    }),
  },
  {
    name: 'a week in six months, by price',
    ask: (random, cities) => ({
      ...dense(random, cities),
      flexible: 'week',
      from: addDays(TODAY, 20),
      to: addDays(TODAY, 200),
      sort: 'price',
    }),
  },
  {
    name: 'name of a large city, dates',
    ask: (random) => ({ place: `City ${1 + Math.floor(random() * 3)}`, ...stay(random), ...guests(random) }),
  },
  {
    name: 'name of any city, dates',
    ask: (random, cities) => ({ place: `City ${1 + Math.floor(random() * cities.length)}`, ...stay(random) }),
  },
  { name: 'name of a country, dates', ask: (random) => ({ place: 'US', ...stay(random), ...guests(random) }) },
  { name: 'the world, dates', ask: (random) => ({ ...stay(random), ...guests(random) }) },
];
