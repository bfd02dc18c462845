import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  expectStatus,
  newKey,
  person,
  place,
  propertyBody,
  quote,
  waitFor,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { grant } from '../support/grants.js';
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';

interface Day {
  date: string;
  available: boolean;
  price?: { amount: number };
  minNights: number;
  maxNights: number;
  checkIn: boolean;
  checkOut: boolean;
  reasons: object[];
}

type Refusal = ProblemAnswer & { reasons: object[]; nearest: object[] };

const SET = `mutation ($id: ID!, $input: SetCalendarDaysInput!) {
  setCalendarDays(propertyId: $id, input: $input) {
    from to data { date minNights maxNights checkIn checkOut price { amount } reasons { rule date value } } } }`;
const { app, host, guest } = await openMarket();

describe('days of a calendar', () => {
  let stranger: Person;
  let propertyId: string;

  const put = (days: unknown, by: Person = host, id = propertyId) =>
    app.call<{ from: string; to: string; data: Day[] } & ProblemAnswer>('PUT', `/v1/properties/${id}/calendar`, {
      token: by.token,
      body: { days },
    });
  const set = async (...days: object[]) => expectStatus(await put(days), 200).data;
  const wrong = async (days: unknown, id = propertyId): Promise<string[]> => {
    const { status, body } = await put(days, host, id);
    return [String(status), ...(body.errors?.map(({ pointer, code }) => `${pointer} ${code}`) ?? [])];
  };
  const ask = (checkIn: string, checkOut: string) =>
    app.post<Refusal>('/v1/quotes', { propertyId, checkIn, checkOut, guests: { adults: 1 } }, guest.token);
  const isFound = async (checkIn: string, checkOut: string): Promise<boolean> => {
    const { body } = await app.get<{ data: { property: { id: string } }[] }>(
      `/v1/search?checkIn=${checkIn}&checkOut=${checkOut}&limit=100`,
    );
    return body.data.some(({ property }) => property.id === propertyId);
  };
  const rulesInTable = async (): Promise<number> =>
    (
      await app.sql<{ n: number }>('SELECT count(*)::integer AS n FROM date_rules WHERE property_id = $1', [propertyId])
    )[0]?.n ?? 0;

  beforeAll(async () => {
    await app.moveTo('2055-03-01T17:00:00Z');
    stranger = await person(app, 'Sam');
  });

  it('can have rules and prices of their own, which quotes and the search keep', async () => {
    propertyId = await place(app, host, { rules: { minNights: 2, maxNights: 14 } });
    const days = await set(
      { from: '2055-05-01', to: '2055-05-04', minNights: 3, price: { amount: 20_000, currency: 'USD' } },
      { from: '2055-05-02', to: '2055-05-03', closedToArrival: true, price: null },
      { from: '2055-05-04', to: '2055-05-05', closedToDeparture: true, maxNights: 2 },
    );
    const shown = days.map(({ date, minNights, maxNights, checkIn, checkOut, price }) => [
      ...[date.slice(-2), minNights, maxNights, checkIn, checkOut, price?.amount],
    ]);
    expect(shown).toEqual([
      ['01', 3, 14, true, true, 20_000],
      ['02', 3, 14, false, true, 10_000],
      ['03', 3, 14, true, true, 20_000],
      ['04', 2, 2, true, false, 10_000],
    ]);
    for (const [from, to, reasons] of [
      ['2055-05-01', '2055-05-03', [{ rule: 'min_nights', date: '2055-05-01', value: 3 }]],
      ['2055-05-02', '2055-05-06', [{ rule: 'closed_to_arrival', date: '2055-05-02' }]],
      ['2055-05-01', '2055-05-04', [{ rule: 'closed_to_departure', date: '2055-05-04' }]],
      ['2055-05-04', '2055-05-07', [{ rule: 'max_nights', date: '2055-05-04', value: 2 }]],
    ] as const) {
      const { status, body } = await ask(from, to);
      expect([status, body.code, body.reasons, await isFound(from, to)]).toEqual([
        422,
        'stay_not_allowed',
        reasons,
        false,
      ]);
    }
    const offer = expectStatus(
      await app.post<{ total: { amount: number }; lines: { kind: string; amount: { amount: number } }[] }>(
        '/v1/quotes',
        { propertyId, checkIn: '2055-05-01', checkOut: '2055-05-05', guests: { adults: 1 } },
        guest.token,
      ),
      201,
    );
    const nights = offer.lines.filter(({ kind }) => kind === 'night').map(({ amount }) => amount.amount);
    expect([nights, await isFound('2055-05-01', '2055-05-05')]).toEqual([[20_000, 10_000, 20_000, 10_000], true]);
  });

  it('keep what is left out, and lose with null what was theirs', async () => {
    propertyId = await place(app, host, { rules: { minNights: 2 } });
    const [from, to] = ['2055-05-01', '2055-05-02'];
    await set({ from, to, minNights: 4, maxNights: 9, closedToArrival: true, price: { amount: 1, currency: 'USD' } });
    const [kept] = await set({ from, to, closedToDeparture: true });
    expect(kept).toMatchObject({ minNights: 4, maxNights: 9, checkIn: false, checkOut: false, price: { amount: 1 } });
    const [part] = await set({ from, to, minNights: null, price: null });
    expect(part).toMatchObject({
      minNights: 2,
      maxNights: 9,
      checkIn: false,
      checkOut: false,
      price: { amount: 10_000 },
    });
    expect(await rulesInTable()).toBe(1);
    const [none] = await set({ from, to, maxNights: null, closedToArrival: null, closedToDeparture: false });
    expect(none).toMatchObject({ minNights: 2, maxNights: 365, checkIn: true, checkOut: true });
    expect(await rulesInTable()).toBe(0);
    expect(await app.sql('SELECT FROM rate_calendars WHERE property_id = $1', [propertyId])).toEqual([]);
  });

  it('are set over GraphQL too, with the same answer', async () => {
    propertyId = await place(app, host);
    const input = { days: [{ from: '2055-05-01', to: '2055-05-02', minNights: 4 }] };
    const { data, errors } = await app.graphql<{ setCalendarDays: { data: object[] } }>(
      SET,
      { id: propertyId, input },
      host.token,
    );
    expect([errors, data.setCalendarDays.data]).toEqual([
      undefined,
      [expect.objectContaining({ date: '2055-05-01', minNights: 4, maxNights: 30, checkIn: true, reasons: [] })],
    ]);
    const bad = await app.graphql(
      SET,
      { id: propertyId, input: { days: [{ from: '2055-05-01', to: '2055-05-01' }] } },
      host.token,
    );
    expect(bad.errors?.map(({ extensions }) => extensions.code)).toEqual(['invalid_input']);
    const foreign = await app.graphql(SET, { id: propertyId, input }, stranger.token);
    expect(foreign.errors?.map(({ extensions }) => extensions.code)).toEqual(['not_found']);
  });

  it('can be days of arrival by the week, and gaps that are sold', async () => {
    propertyId = await place(app, host, {
      rules: { minNights: 5, checkInDays: ['saturday', 'friday'], sellsShortGaps: true },
    });
    const { rules } = (await app.get<{ rules: object }>(`/v1/properties/${propertyId}`)).body;
    expect(rules).toMatchObject({ checkInDays: ['friday', 'saturday'], sellsShortGaps: true });
    // 7 May 2055 is a Friday.
    for (const [from, to] of [
      ['2055-05-03', '2055-05-07'],
      ['2055-05-10', '2055-05-20'],
    ]) {
      expectStatus(await app.post(`/v1/properties/${propertyId}/blocks`, { from, to }, host.token), 201);
    }
    const { body } = await ask('2055-05-08', '2055-05-10');
    expect(body).toMatchObject({
      code: 'stay_not_allowed',
      reasons: [{ rule: 'min_nights', date: '2055-05-08', value: 5 }],
      nearest: [
        { checkIn: '2055-05-07', checkOut: '2055-05-10' },
        { checkIn: '2055-05-21', checkOut: '2055-05-26' },
        { checkIn: '2055-04-24', checkOut: '2055-04-29' },
      ],
    });
    expect([await isFound('2055-05-07', '2055-05-10'), await isFound('2055-05-08', '2055-05-10')]).toEqual([
      true,
      false,
    ]);
    expect((await ask('2055-05-07', '2055-05-10')).status).toBe(201);
    const path = `/v1/properties/${propertyId}/calendar?from=2055-05-07&to=2055-05-09`;
    const { data } = expectStatus(await app.get<{ data: Day[] }>(path), 200);
    expect(data.map(({ minNights, checkIn }) => [minNights, checkIn])).toEqual([
      [3, true],
      [5, true],
    ]);
  });

  it.each([
    ['no list', undefined, ['/days is_array', '/days array_min_size', '/days array_max_size', '/days object']],
    ['nothing', [], ['/days array_min_size']],
    ['a range that sets nothing', [{ from: '2055-05-01', to: '2055-05-02' }], ['/days/0 nothing_set']],
    [
      'ranges of no day, of too many, and of days that there are not',
      [
        { from: '2055-05-02', to: '2055-05-02', minNights: 1 },
        { from: '2055-05-02', to: '2057-06-02', minNights: 1 },
        { from: '2055-02-29', to: '2055-13-01', minNights: 1 },
      ],
      ['/days/2/from date', '/days/2/to date', '/days/0/to after', '/days/1/to max'],
    ],
    [
      'lengths that are none, and more at least than at most',
      [
        { from: '2055-05-01', to: '2055-05-02', minNights: 0, maxNights: 1126 },
        { from: '2055-05-01', to: '2055-05-02', minNights: 1.5, closedToArrival: 'yes' },
        { from: '2055-05-01', to: '2055-05-02', minNights: 5, maxNights: 4 },
      ],
      [
        '/days/0/minNights min',
        '/days/0/maxNights max',
        '/days/1/minNights integer',
        '/days/1/closedToArrival is_boolean',
        '/days/2/maxNights min',
      ],
    ],
    [
      'days that are over, or too far ahead, and another currency',
      [
        { from: '2055-02-27', to: '2055-03-02', minNights: 1 },
        { from: '2058-02-20', to: '2058-03-02', minNights: 1 },
        { from: '2055-05-01', to: '2055-05-02', price: { amount: 100, currency: 'EUR' } },
      ],
      ['/days/0/from min', '/days/1/to max', '/days/2/price/currency one_currency'],
    ],
    [
      'a minimum above what the property takes at most',
      [
        { from: '2055-05-01', to: '2055-05-02', price: null },
        { from: '2055-05-01', to: '2055-05-02', minNights: 31 },
      ],
      ['/days/1/maxNights min'],
    ],
    [
      'a price of nothing',
      [{ from: '2055-05-01', to: '2055-05-02', price: { amount: 0, currency: 'USD' } }],
      ['/days/0/price amount_min'],
    ],
    [
      'what is no field',
      [{ from: '2055-05-01', to: '2055-05-02', minNights: 2, booked: true }],
      ['/days/0/booked unknown_field'],
    ],
  ])('are not set by %s', async (_name, days, errors) => {
    propertyId = await place(app, host);
    const [status, ...told] = await wrong(days);
    expect([status, told.toSorted()]).toEqual(['400', errors.toSorted()]);
    expect(await rulesInTable()).toBe(0);
  });

  it('from yesterday to three years ahead are the most that can be set at once', async () => {
    propertyId = await place(app, host);
    const days = await set(
      { from: '2055-02-28', to: '2057-01-01', minNights: 2, price: { amount: 5, currency: 'USD' } },
      { from: '2057-01-01', to: '2058-03-01', maxNights: 20, price: { amount: 6, currency: 'USD' } },
    );
    expect([days.length, days.at(-1)]).toMatchObject([
      1097,
      { date: '2058-02-28', maxNights: 20, price: { amount: 6 } },
    ]);
  });

  it('of drafts without a price can have rules, and no price', async () => {
    const body = propertyBody({ pricing: undefined });
    propertyId = expectStatus(await app.post<{ id: string }>('/v1/properties', body, host.token), 201).id;
    const day = { from: '2055-05-01', to: '2055-05-02' };
    expect(await wrong([{ ...day, price: { amount: 100, currency: 'USD' } }])).toEqual([
      '400',
      '/days/0/price missing',
    ]);
    expect(await set({ ...day, minNights: 2 })).toMatchObject([{ minNights: 2 }]);
  });

  it('are set by hosts, and by whom they let do so by calendar: nobody else, and at no archived place', async () => {
    propertyId = await place(app, host);
    const [calendar, listing] = [await person(app, 'Cora'), await person(app, 'Lea')];
    await grant(app, { host, holder: calendar, property: propertyId, permissions: ['calendar'] });
    await grant(app, { host, holder: listing, property: propertyId, permissions: ['listing'] });
    const days = [{ from: '2055-05-01', to: '2055-05-02', minNights: 2 }];
    const answers = await Promise.all([calendar, listing, stranger, guest].map((who) => put(days, who)));
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 404, 404]);
    const headers = { 'if-match': '*' };
    expectStatus(await app.call('DELETE', `/v1/properties/${propertyId}`, { token: host.token, headers }), 204);
    const { status, body } = await put(days);
    expect([status, body.code]).toEqual([409, 'property_archived']);
  });

  it('are forgotten a month after they are over', async () => {
    propertyId = await place(app, host);
    await set({ from: '2055-03-01', to: '2055-03-03', minNights: 2 });
    await app.moveTo('2055-04-02T12:00:00Z');
    await waitFor('the first to be forgotten', async () => ((await rulesInTable()) === 1 ? true : undefined));
    await app.moveTo('2055-04-03T12:00:00Z');
    await waitFor('the second to be forgotten', async () => ((await rulesInTable()) === 0 ? true : undefined));
    expect(await app.sql('SELECT has_date_rules FROM property_search WHERE property_id = $1', [propertyId])).toEqual([
      { has_date_rules: false },
    ]);
  });

  describe('and a booking at the same time', () => {
    /** Both ask while somebody holds the calendar, one after the other; what they are answered once it is let go. */
    const inTurn = async (...asking: (() => Promise<{ status: number }>)[]): Promise<number[]> => {
      const client = new pg.Client({ connectionString: app.database.url });
      await client.connect();
      await client.query('BEGIN');
      await client.query('SELECT FROM calendars WHERE property_id = $1 FOR UPDATE', [propertyId]);
      const answers: Promise<{ status: number }>[] = [];
      for (const one of asking) {
        answers.push(one());
        await waitFor('it to wait for the calendar', async () => {
          const waiting = await app.sql(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length >= answers.length ? true : undefined;
        });
      }
      await client.query('COMMIT');
      await client.end();
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    const booking = (quoteId: string) => app.post('/v1/bookings', { quoteId }, guest.token, newKey());
    const closing = () => put([{ from: '2055-06-01', to: '2055-06-02', closedToArrival: true }]);
    const stay = { checkIn: '2055-06-01', checkOut: '2055-06-04' };

    it('are set first: the booking is refused by them', async () => {
      propertyId = await place(app, host);
      const quoteId = await quote(app, guest, { propertyId, ...stay });
      expect(await inTurn(closing, () => booking(quoteId))).toEqual([200, 422]);
    });

    it('are set after: the booking stays', async () => {
      propertyId = await place(app, host);
      const quoteId = await quote(app, guest, { propertyId, ...stay });
      expect(await inTurn(() => booking(quoteId), closing)).toEqual([201, 200]);
      expect((await ask('2055-06-01', '2055-06-02')).body.reasons).toEqual([
        { rule: 'closed_to_arrival', date: '2055-06-01' },
        { rule: 'unavailable', date: '2055-06-01' },
      ]);
    });
  });

  it('keep every invariant', () => expectInvariants(app));
});
