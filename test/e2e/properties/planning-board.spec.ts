import { beforeAll, describe, expect, it } from '@jest/globals';
import { confirmedBooking, expectStatus, person, place, propertyBody, type Person, type ProblemAnswer } from '#testing';
import { grant } from '../support/grants.js';
import { openMarket } from '../support/market.js';
import { everything, schemaOf, withoutNulls } from '../support/selection.js';

interface Planned {
  id: string;
  title: string;
  status: string;
  checkInDays: string[];
  claims: { kind: string; from: string; to: string; bookingId?: string; bookingCode?: string }[];
  days: { from: string; to: string; nightly?: object; reasons: { rule: string }[] }[];
}

interface Board {
  data: Planned[];
  nextCursor: string | null;
}

const { app, host, guest } = await openMarket();

describe('a planning board', () => {
  let [calendar, both, listing, stranger]: Person[] = [];
  let [booked, blocked, draft]: string[] = [];
  let code = '';
  let bookingId = '';

  const board = async (by: Person | undefined, more = '', dates = 'from=2055-03-01&to=2056-03-01'): Promise<Board> =>
    expectStatus(await app.get<Board>(`/v1/planning-board?${dates}${more}`, by?.token), 200);

  beforeAll(async () => {
    await app.moveTo('2055-03-01T17:00:00Z');
    [calendar, both] = [await person(app, 'Cora'), await person(app, 'Bo')];
    [listing, stranger] = [await person(app, 'Lea'), await person(app, 'Sam')];
    booked = await place(app, host, {
      pricing: { nightly: { amount: 100, currency: 'USD' }, weekendNightly: { amount: 150, currency: 'USD' } },
      rules: { minNights: 2, maxNights: 30, preparationNights: 1, checkInDays: ['friday'] },
    });
    const stay = { propertyId: booked, checkIn: '2055-03-05', checkOut: '2055-03-08' };
    ({ id: bookingId, code } = await confirmedBooking(app, guest, stay));
    blocked = await place(app, host);
    const block = { from: '2055-02-25', to: '2055-03-03', note: 'Painting' };
    expectStatus(await app.post(`/v1/properties/${blocked}/blocks`, block, host.token), 201);
    const body = { days: [{ from: '2055-12-24', to: '2055-12-27', minNights: 3, closedToDeparture: true }] };
    const path = `/v1/properties/${blocked}/calendar`;
    expectStatus(await app.call('PUT', path, { token: host.token, body }), 200);
    draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    for (const [holder, permissions] of [
      [calendar, ['calendar']],
      [both, ['calendar', 'bookings']],
      [listing, ['listing']],
    ] as const) {
      await grant(app, { host, holder, property: booked, permissions: [...permissions] });
    }
  });

  it('has all places of a host, the newest first, with claims and days in runs', async () => {
    const { data, nextCursor } = await board(host);
    expect([data.map(({ id, status }) => [id, status]), nextCursor]).toEqual([
      [
        [draft, 'draft'],
        [blocked, 'published'],
        [booked, 'published'],
      ],
      null,
    ]);
    const usual = { closedToArrival: false, closedToDeparture: false, minNights: 1, maxNights: 30 };
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    expect(data[1]?.claims).toEqual([{ kind: 'block', from: '2055-02-25', to: '2055-03-03' }]);
    const free = { ...usual, nightly: usd(10_000), available: true, reasons: [] };
    expect(data[1]?.days).toEqual([
      {
        ...free,
        from: '2055-03-01',
        to: '2055-03-03',
        available: false,
        reasons: [{ rule: 'blocked', date: '2055-03-01' }],
      },
      { ...free, from: '2055-03-03', to: '2055-12-24' },
      { ...free, from: '2055-12-24', to: '2055-12-27', minNights: 3, closedToDeparture: true },
      { ...free, from: '2055-12-27', to: '2056-03-01' },
    ]);
    expect(data[2]?.checkInDays).toEqual(['friday']);
    expect(data[2]?.claims).toEqual([
      { kind: 'booking', from: '2055-03-05', to: '2055-03-08', bookingId, bookingCode: code },
    ]);
    expect(data[2]?.days.map(({ from, to, reasons }) => [from, to, reasons.map(({ rule }) => rule).join()])).toEqual([
      ['2055-03-01', '2055-03-04', ''],
      ['2055-03-04', '2055-03-05', 'preparation'],
      ['2055-03-05', '2055-03-08', 'booked'],
      ['2055-03-08', '2055-03-09', 'preparation'],
      ['2055-03-09', '2056-03-01', ''],
    ]);
    expect(data[2]?.days.at(-1)).toMatchObject({ nightly: usd(100), weekendNightly: usd(150) });
  });

  it('shows co-hosts with calendar their places, and of bookings only that they are, unless they may see bookings', async () => {
    const { data } = await board(calendar);
    expect(data.map(({ id, claims }) => [id, claims])).toEqual([
      [booked, [{ kind: 'booking', from: '2055-03-05', to: '2055-03-08' }]],
    ]);
    expect((await board(both)).data.flatMap(({ claims }) => claims)).toMatchObject([{ bookingId, bookingCode: code }]);
    for (const nobody of [listing, stranger, guest])
      expect(await board(nobody)).toEqual({ data: [], nextCursor: null });
    expect((await app.get('/v1/planning-board?from=2055-03-01&to=2055-03-02')).status).toBe(401);
  });

  it('comes a page at a time', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Board = await board(host, `&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([draft, blocked, booked]);
  });

  it('says over GraphQL what it says over REST', async () => {
    const schema = await schemaOf(app);
    const ask = async (selection: string): Promise<object[]> => {
      const { data, errors } = await app.graphql<{ planningBoard: { nodes: object[]; totalCount: object } }>(
        `{ planningBoard(from: "2055-03-01", to: "2056-03-01", first: 100) { totalCount { value } nodes ${selection} } }`,
        {},
        both?.token,
      );
      expect([errors, data.planningBoard.totalCount]).toEqual([undefined, { value: 1 }]);
      return data.planningBoard.nodes;
    };
    // All of it in one document would cost more than one may ask for at once.
    const [places, days, reasons, prices] = [
      await ask(`{ id title status checkInDays claims ${everything(schema, 'PlannedClaim')} }`),
      await ask(`{ days ${everything(schema, 'PlannedDays', ['nightly', 'weekendNightly', 'reasons'])} }`),
      await ask(`{ days { reasons ${everything(schema, 'Reason')} } }`),
      await ask('{ days { nightly { amount currency } weekendNightly { amount currency } } }'),
    ];
    const [expected] = (await board(both)).data;
    expect(withoutNulls(places)).toEqual([{ ...expected, days: undefined }]);
    const besides = { nightly: undefined, weekendNightly: undefined, reasons: undefined };
    expect(withoutNulls(days)).toEqual([{ days: expected?.days.map((run) => ({ ...run, ...besides })) }]);
    expect(withoutNulls(reasons)).toEqual([{ days: expected?.days.map((run) => ({ reasons: run.reasons })) }]);
    expect(prices).toMatchObject([{ days: expected?.days.map(({ nightly }) => ({ nightly })) }]);
  });

  it.each([
    ['from=2055-03-01&to=2055-03-01', '/to after'],
    ['from=2055-03-01&to=2056-03-02', '/to max'],
    ['from=2055-02-30', '/from date /to date'],
    ['from=2055-03-01&to=2055-03-02&limit=101', '/limit max'],
    ['from=2055-03-01&to=2055-03-02&cursor=AAAA', '/cursor cursor'],
  ])('refuses to show %s', async (query, errors) => {
    const { status, body } = await app.get<ProblemAnswer>(`/v1/planning-board?${query}`, host.token);
    const told = body.errors?.map(({ pointer, code: why }) => `${pointer} ${why}`).join(' ');
    expect([status, told]).toEqual([400, errors]);
  });
});
