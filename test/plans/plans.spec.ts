import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  book,
  confirmedBooking,
  expectStatus,
  freshDatabase,
  PASSWORD,
  person,
  place,
  TEST_START,
  TestApp,
  type FreshDatabase,
  type Person,
  newKey,
} from '#testing';
import { addDays } from '#dates';
import { ahead, datesAhead } from '../e2e/support/dates-ahead.js';
import { fillGrants, fillMarket } from './large-market.js';
import { explainEverything, PlanReader, type Plan } from './plan-reader.js';

const PROPERTIES = 10_000;
/** How many rows a statement may look at, unless it is said to need more: no walk through a large table is as short. */
const FEW = 300;
const STAY = datesAhead(0, 4);

/** What is asked for, the indexes by which it is answered, and how many rows one statement may look at. */
interface Read {
  path: string;
  by: string[];
  rows?: number;
  as?: 'host' | 'guest' | 'coHost' | 'staff';
}

/** Searches count to 1,001, whatever they show. */
const COUNTED = 1300;
/** What lies in the tiles of a small map, and beside it. */
const FEW_TILES = 800;

const READS: Record<string, Read> = {
  'a search on a map, with dates': {
    path: `/v1/search?bbox=-73.83,42.64,-73.81,42.66&${STAY}&guests=2`,
    by: ['property_search_tile_13_rank'],
    rows: FEW_TILES,
  },
  // Half of all places are on the map: a plan that looks at each of them is found out.
  'a search on the map of a whole city, with dates': {
    path: `/v1/search?bbox=-73.9,42.55,-73.7,42.75&${STAY}`,
    by: ['property_search_tile_11_rank'],
    rows: 3 * COUNTED,
  },
  'a search of the cheapest stays on the map of a whole city': {
    path: `/v1/search?bbox=-73.9,42.55,-73.7,42.75&${STAY}&sort=price`,
    by: ['property_search_tile_11_low', 'property_search_tile_11_rank'],
    rows: 3 * COUNTED,
  },
  'a search around a point': {
    path: '/v1/search?latitude=42.65&longitude=-73.8&radiusKm=1&sort=distance',
    by: ['property_search_position'],
    rows: FEW_TILES,
  },
  'a search by the name of a town': { path: '/v1/search?place=T%C3%B3wn%2017', by: ['property_search_city_rank'] },
  'a search by the name of a large city, with dates': {
    path: `/v1/search?place=metropolis&${STAY}`,
    by: ['property_search_city_rank'],
    rows: 3 * COUNTED,
  },
  'a search of everything, with dates': { path: `/v1/search?${STAY}`, by: ['property_search_rank'], rows: COUNTED },
  'a search of the best rated': { path: '/v1/search?sort=rating', by: ['property_search_rating'], rows: COUNTED },
  'a search of the cheapest': { path: '/v1/search?sort=price', by: ['property_search_nightly'], rows: COUNTED },
  'a search of the dearest': { path: '/v1/search?sort=-price', by: ['property_search_nightly'], rows: COUNTED },
  'a search of the cheapest in a currency': {
    path: '/v1/search?sort=price&currency=JPY&priceMin=9000',
    by: ['property_search_currency'],
    rows: COUNTED,
  },
  'a property': { path: '/v1/properties/{place}', by: ['properties_pkey'] },
  'a calendar': {
    path: `/v1/properties/{place}/calendar?from=${ahead(0)}&to=${ahead(365)}`,
    by: ['properties_pkey', 'claims_no_overlap'],
  },
  'reviews of a property with thousands': {
    path: '/v1/properties/{place}/reviews?limit=100',
    by: ['reviews_property'],
  },
  'a host’s properties': { path: '/v1/properties?mine=true&limit=100', by: ['properties_host_id'], as: 'host' },
  'a property’s blocks': { path: '/v1/properties/{blocked}/blocks?limit=100', by: ['claims_blocks'], as: 'host' },
  'a host’s bookings': { path: '/v1/bookings?role=host&limit=50', by: ['bookings_host'], as: 'host' },
  'a host’s bookings that wait for an answer': {
    path: '/v1/bookings?role=host&status=requested',
    by: ['bookings_host_status'],
    as: 'host',
  },
  // Ten places of the host's one by one, and all of another host's.
  'a co-host’s properties': {
    path: '/v1/properties?mine=true&limit=20',
    by: ['access_grants_once', 'properties_pkey', 'properties_host_id'],
    as: 'coHost',
  },
  'a co-host’s bookings': {
    path: '/v1/bookings?role=host&limit=10',
    by: ['access_grants_once', 'bookings_property', 'bookings_host'],
    as: 'coHost',
  },
  'a co-host’s bookings that wait for an answer': {
    path: '/v1/bookings?role=host&status=requested&limit=10',
    by: ['access_grants_once', 'bookings_host_status'],
    as: 'coHost',
  },
  'a guest’s bookings': { path: '/v1/bookings?role=guest&limit=50', by: ['bookings_guest'], as: 'guest' },
  'a guest’s bookings of one status': {
    path: '/v1/bookings?role=guest&status=completed',
    by: ['bookings_guest'],
    rows: 600,
    as: 'guest',
  },
  'the audit log': { path: '/v1/audit-entries?limit=100', by: ['audit_entries_happened_at'], as: 'staff' },
  'the audit log of a time': {
    path: '/v1/audit-entries?from=2026-01-01T00:10:00Z&to=2026-01-01T01:00:00Z',
    by: ['audit_entries_happened_at'],
    as: 'staff',
  },
  'what somebody has done': {
    path: '/v1/audit-entries?actorId={someone}&to=2026-01-02T00:00:00Z',
    by: ['audit_entries_actor'],
    as: 'staff',
  },
  'what was done to a place': {
    path: '/v1/audit-entries?subjectType=property&subjectId={place}',
    by: ['audit_entries_subject'],
    as: 'staff',
  },
  'what was done to things of a type': {
    path: '/v1/audit-entries?subjectType=booking',
    by: ['audit_entries_subject_type'],
    as: 'staff',
  },
  'what was done in one way': {
    path: '/v1/audit-entries?action=booking.cancelled',
    by: ['audit_entries_action'],
    as: 'staff',
  },
  'what was done in ways of a group': {
    path: '/v1/audit-entries?action=booking',
    by: ['audit_entries_action_group'],
    as: 'staff',
  },
  // Adds up what is said of each place of theirs, which here are one in ten.
  'what others see of a host of very many places': {
    path: '/v1/users/{host}',
    by: ['users_pkey', 'properties_host_id', 'reviews_author_id', 'user_photos_shown'],
    rows: PROPERTIES / 10 + FEW,
  },
  'an account': { path: '/v1/users/me', by: ['users_pkey', 'properties_host_id'], as: 'host' },
};

describe('in a large market', () => {
  let database: FreshDatabase;
  let market: pg.Client;
  let plans: PlanReader;
  let app: TestApp;
  const people = {} as Record<'host' | 'guest' | 'coHost' | 'staff', Person>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    database = await freshDatabase();
    market = new pg.Client({ connectionString: database.url });
    await market.connect();
    await market.query('INSERT INTO sandbox_clock (offset_ms) VALUES ($1)', [TEST_START.getTime() - Date.now()]);
    for (const setting of explainEverything(database.url)) await market.query(setting);
    plans = await PlanReader.start(database.url);
    app = await TestApp.start({ DATABASE_URL: plans.url, SWEEP_INTERVAL_MS: '600000' });
    people.host = await person(app, 'Hanna');
    people.guest = await person(app, 'Gil');
    people.coHost = await person(app, 'Cora');
    people.staff = await staff(app, market);
    await fillMarket(market, { properties: PROPERTIES, host: people.host.id, guest: people.guest.id });
    await fillGrants(market, { host: people.host.id, coHost: people.coHost.id });
    const { rows } = await market.query<{ someone: string; place: string; blocked: string; completed: string }>(
      `SELECT md5('user:7')::uuid AS someone, md5('property:2')::uuid AS place, md5('property:10')::uuid AS blocked, md5('booking:3')::uuid AS completed`,
    );
    Object.assign(ids, rows[0], { host: people.host.id });
  }, 300_000);

  afterAll(async () => {
    await app.stop();
    await plans.stop();
    await market.end();
    await database.drop();
  });

  const read = async ({ path, as }: Read): Promise<{ nextCursor?: string | null; data?: unknown[] }> => {
    const token = as && people[as].token;
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
    return expectStatus(await app.get<{ nextCursor?: string | null }>(url, token), 200);
  };

  it('a statement without an index would be found out', async () => {
    const careless = new pg.Client({ connectionString: plans.url });
    await careless.connect();
    const asked = await plans.during(() => careless.query(`SELECT id FROM bookings WHERE message = 'Hello'`));
    await careless.end();
    expect(longWalks(asked)).toEqual([
      `bookings by nothing: ${PROPERTIES * 5} in SELECT id FROM bookings WHERE message = 'Hello'`,
    ]);
  });

  it.each(Object.entries(READS))('%s is found by index', async (_name, asked) => {
    const answered = await plans.during(() => read(asked));
    expect(usedIndexes(answered)).toEqual(expect.arrayContaining(asked.by));
    expect(longWalks(answered, asked.rows)).toEqual([]);
  });

  it.each([
    'a search of the cheapest',
    'a search of everything, with dates',
    'a host’s bookings',
    'reviews of a property with thousands',
    'the audit log',
    'what was done in ways of a group',
  ])('the tenth page of %s costs what the first does', async (name) => {
    const asked = READS[name];
    if (!asked) throw new Error(`nobody reads ${name}`);
    let cursor = '';
    for (let page = 1; page < 10; page += 1) {
      const { nextCursor } = await read({ ...asked, path: `${asked.path}${cursor}` });
      cursor = `&cursor=${nextCursor ?? ''}`;
    }
    const tenth = await plans.during(() => read({ ...asked, path: `${asked.path}${cursor}` }));
    expect(usedIndexes(tenth)).toEqual(expect.arrayContaining(asked.by));
    expect(longWalks(tenth, asked.rows)).toEqual([]);
  });

  it('each sweep finds what is due by an index of what is open', async () => {
    const swept = await plans.during(() => app.advance('PT1S'));
    expect(usedIndexes(swept)).toEqual(
      expect.arrayContaining([
        'bookings_due_expiry',
        'bookings_due_check_in',
        'bookings_due_check_out',
        'payments_due',
        'stripe_events_due',
        'event_deliveries_due',
        'mails_due',
        'idempotency_keys_created_at',
      ]),
    );
    expect(longWalks(swept)).toEqual([]);
  });

  it('lists with what belongs to them are read by index, over GraphQL', async () => {
    const query = `{
      bookings(role: host, first: 20) { nodes {
        code payment { status } guest { firstName } property { title reviews(first: 2) { nodes { comment } } }
      } }
      properties(first: 10) { nodes {
        title calendar(from: "${ahead(0)}", to: "${ahead(30)}") { data { date } } reviews(first: 2) { nodes { comment } }
      } }
    }`;
    const answered = await plans.during(async () => {
      expect((await app.graphql(query, {}, people.host.token)).errors).toBeUndefined();
    });
    expect(usedIndexes(answered)).toEqual(expect.arrayContaining(['payments_once', 'reviews_property']));
    expect(longWalks(answered)).toEqual([]);
  });

  it('a whole stay, from registration to review, takes no long walk', async () => {
    const lived = await plans.during(async () => {
      const host = await person(app, 'Hedda');
      const guest = await person(app, 'Gus');
      const propertyId = await place(app, host);
      const soon = TEST_START.toISOString().slice(0, 10);
      const stay = { propertyId, checkIn: addDays(soon, 1), checkOut: addDays(soon, 2) };
      const { id } = await confirmedBooking(app, guest, stay);
      const other = await book(app, guest, { propertyId, checkIn: ahead(3), checkOut: ahead(5) });
      expectStatus(await app.post(`/v1/bookings/${other.id}/cancel`, undefined, guest.token, newKey()), 200);
      const paid = await confirmedBooking(app, guest, { propertyId, checkIn: ahead(6), checkOut: ahead(9) });
      expectStatus(await app.post(`/v1/bookings/${paid.id}/cancel`, undefined, host.token, newKey()), 200);
      const block = { from: ahead(20), to: ahead(22) };
      const key = { 'idempotency-key': 'one' };
      expectStatus(await app.post(`/v1/properties/${propertyId}/blocks`, block, host.token, key), 201);
      expectStatus(await app.post(`/v1/properties/${propertyId}/blocks`, block, host.token, key), 201);
      const login = { email: guest.email, password: PASSWORD };
      const signedIn = await app.post<{ refreshToken: string }>('/v1/auth/login', login);
      expectStatus(await app.post('/v1/auth/refresh', { refreshToken: signedIn.body.refreshToken }), 200);
      expectStatus(await app.get(`/v1/bookings/${id}`, guest.token), 200);
      const review = { rating: 5, comment: 'Lovely.' };
      expectStatus(await app.post(`/v1/bookings/${ids.completed}/reviews`, review, people.guest.token), 201);
      await app.advance('PT1S');
    });
    expect(longWalks(lived)).toEqual([]);
  });

  it('what is old is found by its index, a page at a time, however much of it is kept', async () => {
    const old = new Date(TEST_START.getTime() - 40 * 86_400_000);
    // Quotes never change, but here they have to have been made long ago.
    await market.query('SET session_replication_role = replica');
    const { rowCount: quotes } = await market.query(
      `UPDATE quotes SET expires_at = $1::timestamptz - random() * INTERVAL '100 days'`,
      [old],
    );
    await market.query('RESET session_replication_role');
    await market.query('VACUUM ANALYZE quotes');
    const swept = await plans.during(() => app.advance('PT1S'));
    expect(usedIndexes(swept)).toEqual(
      expect.arrayContaining([
        'quotes_expires_at',
        'sessions_ended',
        'mails_created_at',
        'stripe_events_applied',
        'event_deliveries_handled',
        'login_failures_failed_at',
        'known_networks_last_seen_at',
        'bookings_quote',
      ]),
    );
    // A page of a thousand quotes is looked at, and for each whether it was booked.
    expect(longWalks(swept, 4 * 1000)).toEqual([]);
    expect((await market.query('SELECT FROM quotes')).rowCount).toBe(quotes);
  });
});

async function staff(app: TestApp, market: pg.Client): Promise<Person> {
  const one = await person(app, 'Stig');
  await market.query("UPDATE users SET roles = '{support}' WHERE id = $1", [one.id]);
  const login = await app.post<{ accessToken: string }>('/v1/auth/login', { email: one.email, password: PASSWORD });
  return { ...one, token: expectStatus(login, 200).accessToken };
}

/** By which indexes rows were read. */
function usedIndexes(plans: Plan[]): string[] {
  return [...new Set(plans.flatMap(({ scans }) => scans.flatMap(({ index }) => index ?? [])))];
}

/** The statements that looked at more rows than they may, with where they looked. */
function longWalks(plans: Plan[], most = FEW): string[] {
  return plans
    .filter(({ scans }) => scans.reduce((sum, { rows }) => sum + rows, 0) > most)
    .map(
      ({ statement, scans }) =>
        `${scans.map(({ table, index, rows }) => `${table} by ${index ?? 'nothing'}: ${rows}`).join(', ')} in ${statement}`,
    );
}
