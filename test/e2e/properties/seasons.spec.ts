import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, propertyBody, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { grant } from '../support/grants.js';
import { openMarket } from '../support/market.js';

interface Seasons {
  propertyId: string;
  data: { name: string; from: string; to: string; nightly: object; weekendNightly?: object }[];
  version: number;
}

interface Calendar {
  data: { date: string; price: { amount: number } }[];
}

const { app, host, guest } = await openMarket();
const usd = (amount: number) => ({ amount, currency: 'USD' });
const SUMMER = { name: 'Summer', from: ahead(0), to: ahead(14), nightly: usd(18_000), weekendNightly: usd(20_000) };
const FAIR = { name: 'Fair', from: ahead(20), to: ahead(22), nightly: usd(30_000) };

describe('the seasons of a property', () => {
  let property: string;

  const path = () => `/v1/properties/${property}/seasons`;
  const read = async () => expectStatus(await app.get<Seasons>(path(), host.token), 200);
  const put = (seasons: unknown, version = '*', token = host.token) =>
    app.call<Seasons & ProblemAnswer>('PUT', path(), { token, headers: { 'if-match': version }, body: { seasons } });
  const prices = async (from: string, to: string) =>
    expectStatus(await app.get<Calendar>(`/v1/properties/${property}/calendar?from=${from}&to=${to}`), 200).data.map(
      ({ price }) => price.amount,
    );

  beforeAll(async () => {
    property = await place(app, host);
  });

  it('are a list that is put in place of the one before, in order of dates', async () => {
    expect(await read()).toEqual({ propertyId: property, data: [], version: 2 });
    const first = expectStatus(await put([FAIR, SUMMER]), 200);
    expect(first).toEqual({ propertyId: property, data: [SUMMER, FAIR], version: 3 });
    expect(await read()).toEqual(first);
    expect(expectStatus(await put([FAIR]), 200).data).toEqual([FAIR]);
    expect(expectStatus(await put([]), 200).data).toEqual([]);
  });

  it('are what nights cost, in the calendar and on a quote: above weekends, below single dates', async () => {
    expectStatus(await put([SUMMER, FAIR]), 200);
    await app.sql(`INSERT INTO rate_calendars VALUES ($1, $2, '{7000,NULL,25000}')`, [property, ahead(3)]);
    // Thursday to Monday, and around the fair, which has no price of its own for weekends.
    expect(await prices(ahead(3), ahead(7))).toEqual([7000, 20_000, 25_000, 18_000]);
    expect(await prices(ahead(19), ahead(23))).toEqual([10_000, 30_000, 30_000, 10_000]);
    const stay = { propertyId: property, checkIn: ahead(3), checkOut: ahead(7), guests: { adults: 1 } };
    const quote = await app.post<{ lines: { kind: string; amount: { amount: number } }[] }>(
      '/v1/quotes',
      stay,
      guest.token,
    );
    const nights = expectStatus(quote, 201).lines.filter(({ kind }) => kind === 'night');
    expect(nights.map(({ amount }) => amount.amount)).toEqual([7000, 20_000, 25_000, 18_000]);
    await app.sql('DELETE FROM rate_calendars WHERE property_id = $1', [property]);
  });

  it('are changed in the version that was read, which is that of the property', async () => {
    const answer = await app.get<Seasons>(path(), host.token);
    const tag = answer.headers.get('etag') ?? '';
    expect(tag).toMatch(new RegExp(`^"${answer.body.version}\\.`));
    expect((await app.call('GET', path(), { token: host.token, headers: { 'if-none-match': tag } })).status).toBe(304);
    expectStatus(await put([SUMMER], tag), 200);
    expect((await put([FAIR], tag)).status).toBe(412);
    expect((await app.call('PUT', path(), { token: host.token, body: { seasons: [] } })).status).toBe(428);
    const { headers } = await app.get(`/v1/properties/${property}`, host.token);
    expect((await put([FAIR], headers.get('etag') ?? '')).status).toBe(200);
  });

  it.each<[unknown, string[]]>([
    [undefined, ['/seasons']],
    ['Summer', ['/seasons']],
    [Array.from({ length: 51 }, () => FAIR), ['/seasons']],
    [
      [{ ...FAIR, name: '', from: '2027-02-30', nightly: usd(0) }, 1],
      ['/seasons/0/from', '/seasons/0/name', '/seasons/0/nightly', '/seasons/1'],
    ],
    [[{ ...FAIR, colour: 'red' }], ['/seasons/0/colour']],
    [[{ ...FAIR, weekendNightly: null }], ['/seasons/0/weekendNightly']],
    [
      [
        { ...FAIR, to: FAIR.from },
        { ...SUMMER, nightly: { amount: 1, currency: 'EUR' } },
      ],
      ['/seasons/0/to', '/seasons/1/nightly/currency'],
    ],
    [[FAIR, { ...SUMMER, to: ahead(21) }], ['/seasons/0']],
    [[FAIR, { ...SUMMER, from: '2090-01-01', to: '2090-01-02' }], ['/seasons/1/to']],
  ])('are refused as %j, by field', async (seasons, pointers) => {
    const { status, body } = await put(seasons);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect([...new Set(body.errors?.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  });

  it('are the host’s, and theirs whom the host lets change the listing', async () => {
    const [stranger, lister, other] = await Promise.all(['Sam', 'Lia', 'Cal'].map((name) => person(app, name)));
    if (!stranger || !lister || !other) throw new Error('nobody came');
    await grant(app, { host, holder: lister, property, permissions: ['listing'] });
    await grant(app, { host, holder: other, property, permissions: ['calendar', 'bookings', 'messages'] });
    const asked = async (token: string) => [
      (await app.get(path(), token)).status,
      (await put([FAIR], '*', token)).status,
    ];
    expect(await asked(stranger.token)).toEqual([404, 404]);
    expect(await asked(other.token)).toEqual([403, 403]);
    expect(await asked(lister.token)).toEqual([200, 200]);
    expect((await app.get(path())).status).toBe(401);
  });

  it('have to go before another currency comes, as prices of single dates do; and need prices first', async () => {
    const draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    const patch = (body: object) =>
      app.call<ProblemAnswer>('PATCH', `/v1/properties/${draft}`, {
        token: host.token,
        headers: { 'if-match': '*' },
        body,
      });
    const putThere = (seasons: object[]) =>
      app.call<ProblemAnswer>('PUT', `/v1/properties/${draft}/seasons`, {
        token: host.token,
        headers: { 'if-match': '*' },
        body: { seasons },
      });
    expectStatus(await putThere([FAIR]), 200);
    await app.sql(`INSERT INTO rate_calendars VALUES ($1, $2, '{1}')`, [draft, ahead(1)]);
    const euros = { pricing: { nightly: { amount: 9000, currency: 'EUR' } } };
    const { status, body } = await patch(euros);
    expect([status, body.errors]).toEqual([
      400,
      [
        {
          pointer: '/pricing/nightly/currency',
          code: 'one_currency',
          message: 'there are seasons and prices of single nights in USD: take them away first',
        },
      ],
    ]);
    expectStatus(await putThere([]), 200);
    await app.sql('DELETE FROM rate_calendars WHERE property_id = $1', [draft]);
    expectStatus(await patch(euros), 200);
    const bare = await app.post<{ id: string }>('/v1/properties', propertyBody({ pricing: undefined }), host.token);
    const refused = await app.call<ProblemAnswer>('PUT', `/v1/properties/${bare.body.id}/seasons`, {
      token: host.token,
      headers: { 'if-match': '*' },
      body: { seasons: [FAIR] },
    });
    expect(refused.body.errors).toEqual([expect.objectContaining({ pointer: '/seasons', code: 'missing' })]);
  });

  it('stay as they are once the property is archived', async () => {
    const gone = await place(app, host);
    const headers = { 'if-match': '*' };
    expectStatus(await app.call('DELETE', `/v1/properties/${gone}`, { token: host.token, headers }), 204);
    const body = { seasons: [FAIR] };
    const answer = await app.call<ProblemAnswer>('PUT', `/v1/properties/${gone}/seasons`, {
      token: host.token,
      headers,
      body,
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'property_archived']);
  });

  it('are read and changed over GraphQL too', async () => {
    const { version } = await read();
    const change = `mutation ($id: ID!, $v: Int!, $input: UpdateSeasonsInput!) {
      updateSeasons(propertyId: $id, version: $v, input: $input) { version data { name nightly { amount } weekendNightly { amount } } }
    }`;
    const variables = { id: property, v: version, input: { seasons: [SUMMER, FAIR] } };
    const data = [
      { name: 'Summer', nightly: { amount: 18_000 }, weekendNightly: { amount: 20_000 } },
      { name: 'Fair', nightly: { amount: 30_000 }, weekendNightly: null },
    ];
    expect((await app.graphql(change, variables, host.token)).data).toEqual({
      updateSeasons: { version: version + 1, data },
    });
    const query = 'query ($id: ID!) { seasons(propertyId: $id) { data { name } } }';
    expect((await app.graphql(query, { id: property }, host.token)).data).toEqual({
      seasons: { data: [{ name: 'Summer' }, { name: 'Fair' }] },
    });
    const { errors } = await app.graphql(query, { id: property }, guest.token);
    expect(errors?.[0]?.extensions.code).toBe('not_found');
  });
});
