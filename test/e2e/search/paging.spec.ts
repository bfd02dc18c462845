import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, type Person, type ProblemAnswer } from '#testing';
import { datesAhead } from '../support/dates-ahead.js';
import { expectInvariants } from '../support/whole.js';

interface Found {
  data: {
    property: { id: string; rating: { average?: number } };
    total?: { amount: number };
    nightly: { amount: number };
    distanceKm?: number;
  }[];
  nextCursor: string | null;
  count: { value: number; bounded: boolean };
}

const CENTRE = 'latitude=42.65&longitude=-73.75&radiusKm=200';
const STAY = datesAhead(1, 9);
const SORTS = ['rank', 'price', '-price', 'rating', 'distance'];
/** As many as there are copies of one place: all sorts have ties. */
const COPIES = 60;

describe('pages of a search', () => {
  let app: TestApp;
  let host: Person;
  let original: string;

  const search = async (query: string): Promise<Found> =>
    expectStatus(await app.get<Found>(`/v1/search?${query}`), 200);
  /** Copies of a property, made behind the application's back, spread over ten prices, ten distances and six ratings. */
  const copies = async (number: number): Promise<string[]> => {
    const rows = await app.sql<{ id: string }>(
      `INSERT INTO properties
       SELECT (jsonb_populate_record(p, jsonb_build_object(
         'id', gen_random_uuid(), 'nightly', 5000 + n % 10 * 777, 'longitude', -73.75 + n % 10 * 0.01,
         'rating_sum', 0, 'rating_count', 0, 'imported_rating', n % 6, 'imported_ratings', least(n % 6, 1)))).*
       FROM properties p, generate_series(1, $2) AS n
       WHERE p.id = $1
       RETURNING id`,
      [original, number],
    );
    return rows.map(({ id }) => id);
  };
  const pause = (ids: string[]) => app.sql(`UPDATE properties SET status = 'paused' WHERE id = ANY($1)`, [ids]);

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    original = await place(app, host);
    await copies(COPIES - 1);
  });

  afterAll(() => app.stop());

  /** All pages of a search; `between` is done after each. */
  async function walk(
    query: string,
    between: (page: string[], number: number) => Promise<void> = () => Promise.resolve(),
  ): Promise<Found['data'][]> {
    const pages: Found['data'][] = [];
    let cursor = '';
    do {
      const page = await search(`${query}&limit=7${cursor && `&cursor=${cursor}`}`);
      pages.push(page.data);
      cursor = page.nextCursor ?? '';
      if (cursor) await between(idsOf(page.data), pages.length);
    } while (cursor);
    return pages;
  }

  it.each(
    SORTS.flatMap((sort) => [
      [sort, ''],
      [sort, `&${STAY}&guests=2`],
    ]),
  )('hold each place once, in the order of %s%s', async (sort, stay) => {
    const found = (await walk(`${CENTRE}&sort=${sort}${stay}`)).flat();
    expect(new Set(idsOf(found)).size).toBe(COPIES);
    expect(found).toHaveLength(COPIES);
    const keys = found.map((result) => keyOf(sort, result));
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
  });

  it.each(SORTS)('by %s neither repeat nor miss what stays, while places come and go', async (sort) => {
    const before = (await walk(`${CENTRE}&sort=${sort}`)).flat();
    const gone: string[] = [];
    const come: string[] = [];
    const seen = await walk(`${CENTRE}&sort=${sort}`, async (page, number) => {
      if (number > 4) return;
      const leaving = [page[0] ?? '', ...idsOf(before).slice(-number, -number + 1 || undefined)];
      gone.push(...leaving);
      await pause(leaving);
      come.push(...(await copies(5)));
    });
    const ids = idsOf(seen.flat());
    expect(new Set(ids).size).toBe(ids.length);
    const staying = idsOf(before).filter((id) => !gone.includes(id));
    expect(ids.filter((id) => staying.includes(id))).toEqual(staying);
    await app.sql('DELETE FROM properties WHERE id = ANY($1)', [come]).catch(() => pause(come));
    await app.sql(`UPDATE properties SET status = 'published' WHERE id = ANY($1)`, [gone]);
  });

  it('belong to one search: a cursor of another is refused', async () => {
    const { nextCursor } = await search(`${CENTRE}&sort=price&limit=5`);
    const others = [
      `${CENTRE}&sort=-price`,
      `${CENTRE}&sort=price&${STAY}`,
      'sort=price',
      `${CENTRE}&sort=price&guests=2`,
    ];
    for (const other of others) {
      const answer = await app.get<ProblemAnswer>(`/v1/search?${other}&cursor=${nextCursor}`);
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, '/cursor']);
    }
    const forged = Buffer.from(nextCursor ?? '', 'base64url');
    forged.writeUInt8(forged.readUInt8(forged.length - 3) ^ 1, forged.length - 3);
    expect((await app.get(`/v1/search?${CENTRE}&sort=price&cursor=${forged.toString('base64url')}`)).status).toBe(400);
  });

  it('count to a thousand and no further', async () => {
    expect((await search(CENTRE)).count).toEqual({ value: COPIES, bounded: false });
    const many = await copies(1000 - COPIES);
    expect((await search(CENTRE)).count).toEqual({ value: 1000, bounded: false });
    many.push(...(await copies(1)));
    expect((await search(`${CENTRE}&${STAY}`)).count).toEqual({ value: 1000, bounded: true });
    await pause(many);
    expect((await search(CENTRE)).count).toEqual({ value: COPIES, bounded: false });
  });

  it('keep every invariant', () => expectInvariants(app));
});

function idsOf(found: Found['data']): string[] {
  return found.map(({ property }) => property.id);
}

/** What a sort compares, the smallest first. */
function keyOf(sort: string, { property, total, nightly, distanceKm }: Found['data'][number]): number {
  const price = (total ?? nightly).amount;
  const keys: Record<string, number> = {
    price,
    '-price': -price,
    rating: -(property.rating.average ?? 0),
    distance: distanceKm ?? -1,
  };
  return keys[sort] ?? 0;
}
