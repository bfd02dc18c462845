import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, expectStatus, person, place, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';

interface Connection {
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: { value: number; bounded: boolean };
}

/** All that Relay asks of a connection of such things. */
const shape = (thing: string): string => `{
  nodes { ${thing} } edges { cursor node { ${thing} } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount { value bounded }
}`;
const ROWS = 5;

/** Each list: its arguments, and what tells its nodes apart. */
const LISTS = {
  properties: { args: '', thing: 'id' },
  bookings: { args: 'role: host', thing: 'id' },
  blocks: { args: 'propertyId: $id', thing: 'id' },
  reviews: { args: 'propertyId: $id', thing: 'id' },
  search: { args: 'input: { place: "Albany", sort: price }', thing: 'property { id }' },
} as const;

describe('a connection', () => {
  let app: TestApp;
  let host: Person;
  let propertyId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    const guest = await person(app, 'Gil');
    for (let made = 0; made < ROWS; made += 1) propertyId = await place(app, host);
    for (let made = 0; made < ROWS; made += 1) {
      await book(app, guest, { propertyId, checkIn: ahead(10 + 2 * made), checkOut: ahead(11 + 2 * made) });
      const nights = { from: ahead(40 + 2 * made), to: ahead(41 + 2 * made) };
      expectStatus(await app.post(`/v1/properties/${propertyId}/blocks`, nights, host.token), 201);
    }
    await app.sql(
      `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
       SELECT gen_random_uuid(), $1, 'Ina', 'Review ' || n, n, TIMESTAMPTZ '2020-01-01' + n / 2 * INTERVAL '1 day'
       FROM generate_series(1, ${ROWS}) AS n`,
      [propertyId],
    );
  });

  afterAll(() => app.stop());

  const page = async (name: keyof typeof LISTS, first: number, after: string | null): Promise<Connection> => {
    const { args, thing } = LISTS[name];
    const given = args.includes('$id') ? ', $id: ID!' : '';
    const document = `query ($first: Int!, $after: String${given}) {
      list: ${name}(first: $first, after: $after ${args}) ${shape(thing)}
    }`;
    const variables = { first, after, ...(given && { id: propertyId }) };
    const { data, errors } = await app.graphql<{ list: Connection }>(document, variables, host.token);
    expect(errors).toBeUndefined();
    return data.list;
  };

  describe.each(Object.keys(LISTS) as (keyof typeof LISTS)[])('of %s', (name) => {
    it('goes on behind any of its edges', async () => {
      const all = await page(name, 100, null);
      expect(all.edges).toHaveLength(ROWS);
      for (const [index, { cursor }] of all.edges.entries()) {
        const rest = await page(name, 100, cursor);
        expect(rest.edges).toEqual(all.edges.slice(index + 1));
      }
    });

    it('says where its page begins and ends, and what there is on both sides', async () => {
      const all = await page(name, 100, null);
      const cursors = all.edges.map(({ cursor }) => cursor);
      expect(all.edges.map(({ node }) => node)).toEqual(all.nodes);
      const ends = { startCursor: cursors[0], endCursor: cursors[ROWS - 1] };
      expect(all.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, ...ends });
      expect((await page(name, 2, null)).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const [startCursor, endCursor] = [cursors[2], cursors[3]];
      const middle = await page(name, 2, cursors[1] ?? null);
      expect(middle.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true, startCursor, endCursor });
      expect((await page(name, 2, cursors[ROWS - 1] ?? null)).pageInfo).toEqual({
        hasNextPage: false,
        hasPreviousPage: true,
        startCursor: null,
        endCursor: null,
      });
    });

    it('counts what there is on all pages together', async () => {
      for (const first of [1, 100]) {
        expect((await page(name, first, null)).totalCount).toEqual({ value: ROWS, bounded: false });
      }
    });
  });

  it('counts to a thousand, and says so', async () => {
    await app.sql(
      `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
       SELECT gen_random_uuid(), $1, 'Ina', 'Fine', 'more' || n, now() FROM generate_series(1, 1000) AS n`,
      [propertyId],
    );
    const expected = { value: 1000, bounded: true };
    expect((await page('reviews', 1, null)).totalCount).toEqual(expected);
    const nested = '{ properties { nodes { reviews(first: 1) { totalCount { value bounded } } } } }';
    const { data } = await app.graphql<{ properties: { nodes: { reviews: Connection }[] } }>(nested, {}, host.token);
    const counts = data.properties.nodes.map(({ reviews }) => reviews.totalCount);
    expect(counts.filter(({ value }) => value === 0)).toHaveLength(ROWS - 1);
    expect(counts).toContainEqual(expected);
  });
});
