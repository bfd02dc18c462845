import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectStatus, TestApp, TEST_START } from '#testing';
import { addDays } from '#dates';
import { fillMarket } from '../../load/search/market.js';
import { boxAround, matching, orderedAs, type Asked, type Place, type Point } from './by-hand.js';

interface Found {
  data: { property: { id: string }; total?: { amount: number }; stay?: { checkIn: string } }[];
  nextCursor: string | null;
  count: { value: number };
}

const PLACES = 1500;
const CASES = 60;
const SEED = 40_037;
/** GUEST_SERVICE_FEE_PERCENT, unless told. */
const FEE = 1400;

/** Each place with what a stay comes to, every column by itself. */
const ALL = `
  SELECT s.property_id AS id, s.position[0] AS longitude, s.position[1] AS latitude, s.rank, s.rating, s.guests, s.type,
    s.instant_book AS "instantBook", s.nightly::float8, p.city, p.country, p.amenities, stays.*
  FROM property_search s
  JOIN properties p ON p.id = s.property_id
  LEFT JOIN night_prices own ON own.property_id = s.property_id
  CROSS JOIN LATERAL (
    SELECT array_agg(first::text ORDER BY first) FILTER (WHERE ok) AS arrivals,
           array_agg(total::float8 ORDER BY first) FILTER (WHERE ok) AS totals
    FROM (
      SELECT $1::date + later AS first, price.total,
        is_bookable(s, $1::date + later, $2::date + later, $5) AND is_chargeable(price.total, s.currency) AS ok
      FROM generate_series(0, $3::integer, $4::integer) AS later
      CROSS JOIN LATERAL stay_price(s, own.first_date, own.amounts, $1::date + later, $2::date + later, $6, ${FEE}, $5) AS price
    ) each
  ) stays`;

const soon = fc.integer({ min: 1, max: 200 }).map((days) => addDays(TEST_START.toISOString().slice(0, 10), days));
const cases: fc.Arbitrary<Asked> = fc.record({
  where: fc.oneof(
    fc.record({ city: fc.integer({ min: 1, max: 3 }), reach: fc.constantFrom(0.01, 0.05, 0.3, 3, 20, 90) }),
    fc.constantFrom({ place: 'City 1' }, { place: 'us' }, { place: 'city 2, us' }, {}),
  ),
  sort: fc.constantFrom('rank', 'price', '-price'),
  guests: fc.integer({ min: 1, max: 5 }),
  stay: fc.option(
    fc.record({ checkIn: soon, nights: fc.constantFrom(1, 2, 3, 7, 28), flexibleDays: fc.constantFrom(0, 0, 2) }),
  ),
  amenities: fc.constantFrom([], [], ['wifi'], ['wifi', 'pool', 'sauna']),
  types: fc.constantFrom([], [], ['house', 'boat']),
  instantBook: fc.constantFrom(undefined, undefined, true),
  prices: fc.constantFrom(
    [undefined, undefined],
    [undefined, undefined],
    [undefined, 30_000],
    [20_000, 90_000],
    [5000, undefined],
  ),
});

describe('a search that walks', () => {
  let app: TestApp;
  let cities: Point[];

  beforeAll(async () => {
    app = await TestApp.start();
    await fillMarket(app.database.url, PLACES);
    cities = await app.sql('SELECT longitude, latitude FROM cities ORDER BY city LIMIT 3');
  }, 120_000);

  afterAll(() => app.stop());

  const pagesOf = async (query: string): Promise<Found[]> => {
    const pages: Found[] = [];
    let cursor = '';
    do {
      const page = expectStatus(await app.get<Found>(`/v1/search?limit=100${query}${cursor}`), 200);
      pages.push(page);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    return pages;
  };

  /** Without dates, with some stay that does not matter. */
  const everyPlace = ({ stay, guests }: Asked): Promise<Place[]> => {
    const { checkIn, nights, flexibleDays } = stay ?? { checkIn: '2027-01-01', nights: 1, flexibleDays: 0 };
    const first = addDays(checkIn, -flexibleDays);
    return app.sql<Place & Record<string, unknown>>(ALL, [
      first,
      addDays(first, nights),
      2 * flexibleDays,
      1,
      TEST_START,
      guests,
    ]);
  };

  it('finds, page by page, all that a look at every place finds, in the same order', async () => {
    const seen = { found: 0, empty: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async (asked) => {
        const wanted = orderedAs(asked, matching(asked, await everyPlace(asked), cities));
        const pages = await pagesOf(queryOf(asked, cities));
        const found = pages.flatMap(({ data }) => data);
        expect(found.map(({ property }) => property.id)).toEqual(wanted.map(({ id }) => id));
        expect(found.map(({ total }) => total?.amount)).toEqual(wanted.map(({ best }) => best?.total));
        expect(found.map(({ stay }) => stay?.checkIn)).toEqual(wanted.map(({ best }) => best?.checkIn));
        expect(pages[0]?.count.value).toBe(Math.min(1000, wanted.length));
        seen[wanted.length > 0 ? 'found' : 'empty'] += 1;
      }),
      { numRuns: CASES, seed: SEED },
    );
    expect(seen.found).toBeGreaterThan(CASES / 2);
  });

  it.each(['rank', 'rank_any', 'cheapest_stay', 'cheapest_any', 'dearest_night'])(
    'says that it gives up, by %s, rather than to end too soon',
    async (order) => {
      const asked = {
        guests: 1,
        check_in: '2027-02-01',
        check_out: '2027-02-03',
        days: 2,
        step: 1,
        at: TEST_START,
        fee_bp: FEE,
        types: ['castle'],
      };
      const walk = (most: number) =>
        app.sql<{ id: string | null }>(
          `SELECT id FROM search_world_${order}($1, NULL, NULL, $2, '00000000-0000-0000-0000-000000000000', 20, $3)`,
          [JSON.stringify(asked), order.startsWith('cheapest') ? -1 : 2_147_483_647, most],
        );
      expect(await walk(10)).toEqual([{ id: null }]);
      expect(await walk(PLACES + 1)).toEqual([]);
    },
  );
});

function queryOf({ where, sort, guests, stay, amenities, types, instantBook, prices }: Asked, cities: Point[]): string {
  const [priceMin, priceMax] = prices;
  const { reach } = where;
  const centre = cities[(where.city ?? 0) - 1] ?? { longitude: 0, latitude: 0 };
  const parts = {
    ...(reach !== undefined && { bbox: boxAround(centre, reach).join(',') }),
    place: where.place,
    sort,
    guests,
    checkIn: stay?.checkIn,
    checkOut: stay ? addDays(stay.checkIn, stay.nights) : undefined,
    flexibleDays: stay && stay.flexibleDays > 0 ? stay.flexibleDays : undefined,
    amenities: amenities.length > 0 ? amenities.join(',') : undefined,
    types: types.length > 0 ? types.join(',') : undefined,
    instantBook,
    priceMin,
    priceMax,
  };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`&${name}=${encodeURIComponent(String(value))}`]))
    .join('');
}
