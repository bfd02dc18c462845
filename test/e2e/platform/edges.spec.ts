import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, propertyBody, quote, TestApp, type Person, type ProblemAnswer } from '#testing';

describe('the edges of HTTP', () => {
  let app: TestApp;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app);
  });

  afterAll(() => app.stop());

  const pointers = ({ body }: { body: ProblemAnswer }) => (body.errors ?? []).map(({ pointer }) => pointer).sort();

  it('name a bad cursor besides the other fields of a list', async () => {
    for (const path of ['/v1/bookings', '/v1/properties?mine=true'])
      expect(pointers(await app.get(`${path}${path.includes('?') ? '&' : '?'}cursor=abc&limit=0`, host.token))).toEqual(
        ['/cursor', '/limit'],
      );
    const { errors } = await app.graphql('{ properties(first: 0, after: "abc") { nodes { id } } }', {}, host.token);
    expect(errors?.[0]?.extensions.errors).toEqual([
      expect.objectContaining({ pointer: '/first' }),
      expect.objectContaining({ pointer: '/after' }),
    ]);
  });

  it('name all that is wrong with a search at once, also what does not go together', async () => {
    const query =
      'limit=0&cursor=abc&guests=0&currency=x&sort=y&instantBook=z&types=w&priceMin=5&priceMax=4&latitude=1&checkIn=2027-03-05&checkOut=2027-03-01&place=,&bbox=1,50,2,40';
    expect(pointers(await app.get(`/v1/search?${query}`))).toEqual(
      [
        ...['/bbox', '/checkOut', '/currency', '/cursor', '/guests', '/instantBook', '/limit', '/longitude'],
        ...['/place', '/priceMax', '/radiusKm', '/sort', '/types/0'],
      ].sort(),
    );
    expect(pointers(await app.get('/v1/search?latitude=x&priceMin=x&priceMax=4'))).toEqual(
      ['/latitude', '/longitude', '/priceMin', '/radiusKm'].sort(),
    );
    const { errors } = await app.graphql(
      '{ search(first: 0, input: { priceMin: 5, priceMax: 4 }) { nodes { property { id } } } }',
    );
    expect(errors?.[0]?.extensions.errors).toEqual([
      expect.objectContaining({ pointer: '/first' }),
      expect.objectContaining({ pointer: '/input/priceMax' }),
    ]);
  });

  it('name a field that is null once, in our words', async () => {
    const { id } = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201);
    const headers = { 'if-match': '*' };
    const answer = await app.call<ProblemAnswer>('PATCH', `/v1/properties/${id}`, {
      token: host.token,
      headers,
      body: { location: null },
    });
    expect(answer.body.errors).toEqual([{ pointer: '/location', code: 'object', message: 'must be an object' }]);
  });

  it.each<[string, string, number]>([
    ['text/plain', '{}', 415],
    ['text/plain;charset=UTF-8', '{}', 415],
    ['text/json', '{}', 415],
    ['application/jsonx', '{}', 415],
    ['application/json\ta', '{}', 415],
    ['application/ json', '{}', 415],
    ['application/x-www-form-urlencoded', 'a=1', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/json; charset=utf-16', '{}', 415],
    ['application/json; charset=utf-7', '{}', 415],
    ['application/json; charset="iso-8859-1"', '{}', 415],
    [' application/json', '{}', 400],
    ['APPLICATION/JSON', '{}', 400],
    ['application/json\t', '{}', 400],
    ['application/json;charset=UTF-8', '{}', 400],
    ['application/json; charset="utf-8"; x=1', '{}', 400],
  ])('take no body as %j but JSON', async (type, raw, status) => {
    const answer = await app.call<ProblemAnswer>('POST', '/v1/auth/login', { headers: { 'content-type': type }, raw });
    expect([answer.status, answer.body.code]).toEqual([
      status,
      status === 415 ? 'unsupported_media_type' : 'invalid_input',
    ]);
  });

  it('take If-Match as a list or for whichever version there is', async () => {
    const change = (match: string) =>
      app.call('PATCH', '/v1/users/me', {
        token: host.token,
        headers: { 'if-match': match },
        body: { firstName: 'Ada' },
      });
    const { version } = (await app.get<{ version: number }>('/v1/users/me', host.token)).body;
    expect((await change(`"0", "${version}"`)).status).toBe(200);
    expect((await change('*')).status).toBe(200);
    expect((await change('"0", "999"')).status).toBe(412);
  });

  it('take no weak tag for the version that was read', async () => {
    const tag = (await app.get('/v1/users/me', host.token)).headers.get('etag') ?? '';
    const change = (match: string) =>
      app.call('PATCH', '/v1/users/me', {
        token: host.token,
        headers: { 'if-match': match },
        body: { firstName: 'Ada' },
      });
    expect((await change(`W/${tag}`)).status).toBe(412);
    expect((await change(`W/${tag}, ${tag}`)).status).toBe(200);
  });

  it('send nothing to who has it already, and all again when it has changed', async () => {
    const propertyId = await place(app, host);
    const guest = await person(app);
    const path = `/v1/properties/${propertyId}`;
    const read = (tag: string, token?: string) => app.call('GET', path, { token, headers: { 'if-none-match': tag } });
    const tag = (await app.get(path)).headers.get('etag') ?? '';
    const known = await read(`"x", W/${tag}`);
    expect([known.status, known.body, known.headers.get('etag')]).toEqual([304, '', tag]);
    expect((await read(tag, host.token)).status).toBe(200);
    expect((await app.call('HEAD', path, { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await app.call('HEAD', path, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
    const id = await quote(app, guest, { propertyId, checkIn: '2027-03-01', checkOut: '2027-03-05' });
    const offer = await app.get(`/v1/quotes/${id}`, guest.token);
    const headers = { 'if-none-match': offer.headers.get('etag') ?? 'none' };
    expect((await app.call('GET', `/v1/quotes/${id}`, { token: guest.token, headers })).status).toBe(304);
  });
});
