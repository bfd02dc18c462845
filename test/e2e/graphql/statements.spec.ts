import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { confirmedBooking, expectStatus, PASSWORD, person, place, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { CountingProxy } from '../support/counting-proxy.js';
import { expectWhole } from '../support/whole.js';

const MANY = 40;
const FEW = 2;
const AT_ONCE = 20;

/** Lists with all that leads on from them; `$first` of each. */
const QUERIES = {
  properties: `query ($first: Int!, $from: LocalDate!, $to: LocalDate!) {
    properties(first: $first) { totalCount { value } edges { cursor } nodes {
      id title pricing { nightly { amount } }
      host { firstName }
      calendar(from: $from, to: $to) { data { date available } }
      reviews(first: 3) { totalCount { value } edges { cursor } nodes { authorName comment } }
    } }
  }`,
  bookings: `query ($first: Int!) {
    bookings(first: $first, role: host) { totalCount { value bounded } nodes {
      code total { amount } payment { status } lines { amount { amount } }
      guest { firstName } host { firstName }
      property { title host { firstName } reviews(first: 2) { nodes { comment } } }
    } }
  }`,
  search: `query ($first: Int!) {
    search(first: $first, input: { place: "Albany" }) { totalCount { value } pageInfo { startCursor } nodes { property { title rating { average } } nightly { amount } } }
  }`,
  nodes: `query ($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Property { host { firstName } reviews(first: 2) { totalCount { value } nodes { comment } } }
      ... on Booking { code guest { firstName } }
    }
  }`,
} as const;

describe('a nested query', () => {
  let app: TestApp;
  let counted: TestApp;
  let proxy: CountingProxy;
  let host: Person;
  let ids: string[];

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    const guests = [await person(app, 'Gil'), await person(app, 'Gus')];
    const booked = async (guest: Person): Promise<void> => {
      const propertyId = await place(app, host);
      await confirmedBooking(app, guest, { propertyId, checkIn: ahead(1), checkOut: ahead(3) });
    };
    for (let made = 0; made < MANY; made += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => booked(guests[number % guests.length] ?? host)));
    }
    await app.sql(
      `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
       SELECT gen_random_uuid(), p.id, 'Ina', 'Review ' || n, p.id || ':' || n, TIMESTAMPTZ '2020-01-01' + n * INTERVAL '1 day'
       FROM properties p, generate_series(1, 4) AS n`,
    );
    ids = (
      await app.sql<{ id: string }>('SELECT id FROM properties UNION ALL SELECT id FROM bookings ORDER BY id')
    ).map(({ id }) => id);
    proxy = await CountingProxy.start(app.database.url);
    counted = await app.join({ DATABASE_URL: proxy.url, SWEEP_INTERVAL_MS: '600000' });
    // A token names the process that gave it out, by its URL.
    const signedIn = await counted.post<{ accessToken: string }>('/v1/auth/login', {
      email: host.email,
      password: PASSWORD,
    });
    host.token = expectStatus(signedIn, 200).accessToken;
    // All that the application does by itself goes by once.
    await counted.advance('PT0S');
    proxy.ignoreSeen();
  });

  afterAll(async () => {
    await counted.stop();
    await proxy.stop();
    await app.stop();
  });

  it.each(Object.keys(QUERIES) as (keyof typeof QUERIES)[])(
    'of %s takes as many statements for 40 rows as for 2',
    async (name) => {
      const run = async (first: number): Promise<string[]> => {
        const variables = {
          first,
          ...(name === 'properties' && { from: ahead(0), to: ahead(7) }),
          ...(name === 'nodes' && { ids: ids.slice(0, first) }),
        };
        let rows = 0;
        const statements = await proxy.during(async () => {
          const { data, errors } = await counted.graphql<Record<string, object[] | { nodes: object[] }>>(
            QUERIES[name],
            variables,
            host.token,
          );
          expect(errors).toBeUndefined();
          const found = data[name] ?? [];
          rows = Array.isArray(found) ? found.length : found.nodes.length;
        });
        expect(rows).toBe(first);
        return statements;
      };
      const few = await run(FEW);
      const many = await run(MANY);
      expect(few.length).toBeGreaterThan(0);
      // Fields beside each other are resolved at the same time, and ask in whatever order they get a connection.
      expect(many.map(firstLine).sort()).toEqual(few.map(firstLine).sort());
      // No more than one a level of the document, and one; those by id are looked for among each type of things.
      expect(many.length).toBeLessThanOrEqual(name === 'nodes' ? 10 : 9);
    },
  );

  it('keeps every invariant', () => expectWhole(app));
});

function firstLine(statement: string): string {
  return statement.trim().replaceAll(/\s+/g, ' ').slice(0, 80);
}
