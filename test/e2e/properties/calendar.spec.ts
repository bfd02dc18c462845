import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  confirmedBooking,
  expectStatus,
  person,
  place,
  propertyBody,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { expectInvariants } from '../support/whole.js';

interface Day {
  date: string;
  available: boolean;
  price?: { amount: number };
  minNights: number;
  maxNights: number;
  checkIn: boolean;
  checkOut: boolean;
  reasons: { rule: string; date: string; value?: number }[];
}

interface Calendar {
  data: Day[];
}

interface Block {
  id: string;
  from: string;
  to: string;
  note: string;
}

type BlockAnswer = Answer<Block & ProblemAnswer & { reasons?: object[] }>;

describe('calendars', () => {
  let app: TestApp;
  let [host, guest, stranger]: Person[] = [];
  let propertyId: string;

  const view = async (id: string, from: string, to: string, by?: Person): Promise<Day[]> =>
    expectStatus(await app.get<Calendar>(`/v1/properties/${id}/calendar?from=${from}&to=${to}`, by?.token), 200).data;
  const reasons = async (id: string, from: string, to: string, by?: Person): Promise<(string | undefined)[]> =>
    (await view(id, from, to, by)).map((day) => day.reasons.map(({ rule }) => rule).join() || undefined);
  const block = (id: string, from: string, to: string, more: object = {}, by = host): Promise<BlockAnswer> =>
    app.post(`/v1/properties/${id}/blocks`, { from, to, ...more }, by?.token);
  const blocked = async (id: string, from: string, to: string): Promise<Block> =>
    expectStatus(await block(id, from, to), 201);
  const refusal = async (path: string, by?: Person): Promise<string> => {
    const { status, body } = await app.get<ProblemAnswer>(path, by?.token);
    return `${status} ${body.errors?.map(({ pointer }) => pointer).join(' ') ?? body.code}`;
  };

  beforeAll(async () => {
    app = await TestApp.start();
    await app.moveTo('2055-01-01T12:00:00Z');
    [host, guest, stranger] = [await person(app, 'Hanna'), await person(app, 'Gil'), await person(app, 'Sam')];
    propertyId = await place(app, host, {
      pricing: { nightly: { amount: 10_000, currency: 'USD' }, weekendNightly: { amount: 12_500, currency: 'USD' } },
      rules: { minNights: 2, maxNights: 14 },
    });
  });

  afterAll(() => app.stop());

  it('show one entry a date with what the night costs', async () => {
    const days = await view(propertyId, '2055-03-03', '2055-03-08');
    expect(days.map(({ date }) => date)).toEqual([
      '2055-03-03',
      '2055-03-04',
      '2055-03-05',
      '2055-03-06',
      '2055-03-07',
    ]);
    expect(days.map(({ price }) => price?.amount)).toEqual([10_000, 10_000, 12_500, 12_500, 10_000]);
    expect(days.every(({ available, minNights, maxNights }) => available && minNights === 2 && maxNights === 14)).toBe(
      true,
    );
    expect(days.every(({ checkIn, checkOut, reasons: none }) => checkIn && checkOut && none.length === 0)).toBe(true);
  });

  it('go through the ends of months and years, and leap days', async () => {
    expect((await view(propertyId, '2056-02-28', '2056-03-02')).map(({ date }) => date)).toEqual([
      '2056-02-28',
      '2056-02-29',
      '2056-03-01',
    ]);
    expect((await view(propertyId, '2055-12-31', '2056-01-02')).map(({ date }) => date)).toEqual([
      '2055-12-31',
      '2056-01-01',
    ]);
  });

  it.each([
    ['from=2055-03-01&to=2055-03-01', '/to'],
    ['from=2055-03-02&to=2055-03-01', '/to'],
    ['from=2055-01-01&to=2057-12-31', '/to'],
    ['from=2055-02-29&to=2055-03-31', '/from'],
    ['from=2055-03-01', '/to'],
    ['', '/from /to'],
  ])('refuse to show %s', async (query, pointers) => {
    expect(await refusal(`/v1/properties/${propertyId}/calendar?${query}`)).toBe(`400 ${pointers}`);
  });

  it('of drafts are shown to their hosts only', async () => {
    const { id } = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host?.token), 201);
    const path = `/v1/properties/${id}/calendar?from=2055-03-01&to=2055-03-02`;
    expect([await refusal(path), await refusal(path, stranger)]).toEqual(['404 not_found', '404 not_found']);
    expect(await view(id, '2055-03-01', '2055-03-02', host)).toHaveLength(1);
  });

  it('tell the host why a night is taken, and others only that it is', async () => {
    const id = await place(app, host as Person, { rules: { preparationNights: 1 } });
    await confirmedBooking(app, guest as Person, { propertyId: id, checkIn: '2055-03-03', checkOut: '2055-03-05' });
    await blocked(id, '2055-03-07', '2055-03-08');
    const own = [undefined, 'preparation', 'booked', 'booked', 'preparation', undefined, 'blocked', undefined];
    expect(await reasons(id, '2055-03-01', '2055-03-09', host)).toEqual(own);
    const seen = own.map((reason) => reason && 'unavailable');
    expect(await reasons(id, '2055-03-01', '2055-03-09')).toEqual(seen);
    expect(await reasons(id, '2055-03-01', '2055-03-09', guest)).toEqual(seen);
  });

  it('take nights off by blocks, and give them back', async () => {
    const made = await block(propertyId, '2055-04-01', '2055-04-04', { note: 'Painting' });
    const { id } = expectStatus(made, 201);
    const path = `/v1/properties/${propertyId}/blocks/${id}`;
    expect(made.headers.get('location')).toBe(path);
    expect((await app.get(path, host?.token)).body).toEqual(made.body);
    expect(await reasons(propertyId, '2055-03-31', '2055-04-05')).toEqual([
      undefined,
      'unavailable',
      'unavailable',
      'unavailable',
      undefined,
    ]);
    expect((await app.call('DELETE', path, { token: host?.token })).status).toBe(204);
    expect((await app.call('DELETE', path, { token: host?.token })).status).toBe(404);
    expect(await reasons(propertyId, '2055-03-31', '2055-04-05')).toEqual(Array(5).fill(undefined));
  });

  it('list blocks in the order of their dates, a page at a time', async () => {
    const id = await place(app, host as Person);
    const froms = ['2055-05-09', '2055-05-01', '2055-05-05', '2055-05-03', '2055-05-07'];
    for (const from of froms)
      await blocked(id, from, from.replace(/\d$/, (day) => String(Number(day) + 1)).replace('-010', '-10'));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/v1/properties/${id}/blocks?limit=2${cursor && `&cursor=${cursor}`}`;
      const page: { data: Block[]; nextCursor: string | null } = expectStatus(await app.get(path, host?.token), 200);
      seen.push(...page.data.map(({ from }) => from));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([...froms].sort());
  });

  it('let nobody but the host see, make or lift blocks', async () => {
    const { id } = await blocked(propertyId, '2055-08-01', '2055-08-02');
    const path = `/v1/properties/${propertyId}/blocks`;
    const answers = [
      await app.get(path, stranger?.token),
      await app.get(`${path}/${id}`, stranger?.token),
      await app.call('DELETE', `${path}/${id}`, { token: stranger?.token }),
      await block(propertyId, '2055-08-05', '2055-08-06', {}, stranger),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await app.get(path)).status).toBe(401);
    const other = await place(app, host as Person);
    expect((await app.get(`/v1/properties/${other}/blocks/${id}`, host?.token)).status).toBe(404);
  });

  it('refuse a block over nights that are taken, and name them', async () => {
    await book(app, guest as Person, { propertyId, checkIn: '2055-06-10', checkOut: '2055-06-13' });
    await blocked(propertyId, '2055-06-15', '2055-06-17');
    const answer = await block(propertyId, '2055-06-12', '2055-06-16');
    expect([answer.status, answer.body.code]).toEqual([409, 'dates_unavailable']);
    expect(answer.body.reasons).toEqual([
      { rule: 'unavailable', date: '2055-06-12' },
      { rule: 'unavailable', date: '2055-06-15' },
    ]);
    expect((await block(propertyId, '2055-06-13', '2055-06-15')).status).toBe(201);
  });

  it('of archived places take no blocks, over REST and GraphQL', async () => {
    const id = await place(app, host as Person);
    const { version } = (await app.get<{ version: number }>(`/v1/properties/${id}`, host?.token)).body;
    const headers = { 'if-match': `"${version}"` };
    expectStatus(await app.call('DELETE', `/v1/properties/${id}`, { token: host?.token, headers }), 204);
    const { status, body } = await block(id, '2055-10-01', '2055-10-03');
    expect([status, body.code]).toEqual([409, 'property_archived']);
    const create =
      'mutation ($id: ID!, $input: CreateBlockInput!) { createBlock(propertyId: $id, input: $input) { id } }';
    const { errors } = await app.graphql(create, { id, input: { from: '2055-10-01', to: '2055-10-03' } }, host?.token);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['property_archived']);
  });

  it('give one of many blocks for the same nights', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => block(propertyId, '2055-09-01', '2055-09-05')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it.each([
    ['an end before its beginning', '2055-07-02', '2055-07-01', {}, '/to'],
    ['no night', '2055-07-01', '2055-07-01', {}, '/to'],
    ['more than three years', '2055-01-01', '2058-12-31', {}, '/to'],
    ['an impossible date', '2055-02-30', '2055-03-02', {}, '/from'],
    ['an endless note', '2055-07-01', '2055-07-02', { note: 'x'.repeat(501) }, '/note'],
    ['a kind', '2055-07-01', '2055-07-02', { kind: 'booking' }, '/kind'],
  ])('refuse a block with %s', async (_name, from, to, more, pointer) => {
    const { status, body } = await block(propertyId, from, to, more);
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  it('keep every invariant', () => expectInvariants(app));
});
