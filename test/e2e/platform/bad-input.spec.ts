import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, place, propertyBody, TestApp, type Person, type ProblemAnswer } from '#testing';

interface Case {
  name: string;
  method?: string;
  path: string;
  body?: unknown;
  raw?: string;
  headers?: Record<string, string>;
  status: number;
  code?: string;
  /** a field that the problem must name */
  pointer?: string;
}

describe('bad input', () => {
  let app: TestApp;
  let host: Person;
  let propertyId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    propertyId = await place(app, host);
  });

  afterAll(() => app.stop());

  const json = { 'content-type': 'application/json' };
  const stay = (changes: object): object => ({
    propertyId: '01900000-0000-7000-8000-000000000000',
    checkIn: '2027-03-01',
    checkOut: '2027-03-04',
    guests: { adults: 1 },
    ...changes,
  });

  const cases: Case[] = [
    {
      name: 'a body that is not JSON',
      path: '/v1/quotes',
      raw: '{"a":',
      headers: json,
      status: 400,
      code: 'malformed',
    },
    { name: 'no body', path: '/v1/quotes', status: 400, code: 'invalid_input' },
    { name: 'a list as body', path: '/v1/quotes', body: [], status: 400, code: 'invalid_input' },
    {
      name: 'a form',
      path: '/v1/quotes',
      raw: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      status: 415,
    },
    {
      name: 'a wrong type',
      path: '/v1/quotes',
      body: stay({ guests: { adults: '2' } }),
      status: 400,
      pointer: '/guests/adults',
    },
    { name: 'an unknown field', path: '/v1/quotes', body: stay({ price: 1 }), status: 400, pointer: '/price' },
    {
      name: 'an unknown nested field',
      path: '/v1/quotes',
      body: stay({ guests: { adults: 1, cats: 2 } }),
      status: 400,
      pointer: '/guests/cats',
    },
    {
      name: 'an impossible date',
      path: '/v1/quotes',
      body: stay({ checkIn: '2027-02-30' }),
      status: 400,
      pointer: '/checkIn',
    },
    {
      name: 'a date that is none',
      path: '/v1/quotes',
      body: stay({ checkIn: 'tomorrow' }),
      status: 400,
      pointer: '/checkIn',
    },
    {
      name: 'checkOut before checkIn',
      path: '/v1/quotes',
      body: stay({ checkOut: '2027-02-01' }),
      status: 400,
      pointer: '/checkOut',
    },
    {
      name: 'checkOut on checkIn',
      path: '/v1/quotes',
      body: stay({ checkOut: '2027-03-01' }),
      status: 400,
      pointer: '/checkOut',
    },
    {
      name: 'a negative number',
      path: '/v1/quotes',
      body: stay({ guests: { adults: -1 } }),
      status: 400,
      pointer: '/guests/adults',
    },
    {
      name: 'a huge number',
      path: '/v1/quotes',
      body: stay({ guests: { adults: 1e300 } }),
      status: 400,
      pointer: '/guests/adults',
    },
    {
      name: 'a fraction',
      path: '/v1/quotes',
      body: stay({ guests: { adults: 1.5 } }),
      status: 400,
      pointer: '/guests/adults',
    },
    {
      name: 'an id that is no UUID',
      path: '/v1/quotes',
      body: stay({ propertyId: '42' }),
      status: 400,
      pointer: '/propertyId',
    },
    {
      name: 'NUL in text',
      path: '/v1/properties',
      body: propertyBody({ title: 'a\u0000b' }),
      status: 400,
      pointer: '/title',
    },
    {
      name: 'half a surrogate pair',
      path: '/v1/properties',
      body: propertyBody({ title: 'a\ud800b' }),
      status: 400,
      pointer: '/title',
    },
    {
      name: 'an amount beyond 2^53',
      path: '/v1/properties',
      raw: JSON.stringify(propertyBody()).replace('10000', '9007199254740993'),
      headers: json,
      status: 400,
      pointer: '/pricing/nightly/amount',
    },
    {
      name: 'an amount of 1e400',
      path: '/v1/properties',
      raw: JSON.stringify(propertyBody()).replace('10000', '1e400'),
      headers: json,
      status: 400,
      pointer: '/pricing/nightly/amount',
    },
    {
      name: 'an unknown currency',
      path: '/v1/properties',
      body: propertyBody({ pricing: { nightly: { amount: 1, currency: 'XXQ' } } }),
      status: 400,
      pointer: '/pricing/nightly/currency',
    },
    {
      name: 'an unknown amenity',
      path: '/v1/properties',
      body: propertyBody({ amenities: ['wifi', 'dragon'] }),
      status: 400,
      pointer: '/amenities/1',
    },
    {
      name: 'a latitude off the globe',
      path: '/v1/properties',
      body: propertyBody({ location: { latitude: 91, longitude: 0 } }),
      status: 400,
      pointer: '/location/latitude',
    },
    {
      name: 'a role in a registration',
      path: '/v1/auth/register',
      body: { email: 'x@example.com', password: 'correct horse battery', firstName: 'X', lastName: 'Y', role: 'admin' },
      status: 400,
      pointer: '/role',
    },
    { name: '__proto__', path: '/v1/quotes', raw: '{"__proto__":{"admin":true}}', headers: json, status: 400 },
    {
      name: 'deep nesting',
      path: '/v1/quotes',
      raw: `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
      headers: json,
      status: 400,
    },
    {
      name: '10 MB of body',
      path: '/v1/quotes',
      raw: JSON.stringify({ text: 'x'.repeat(10_000_000) }),
      headers: json,
      status: 413,
    },
    {
      name: 'a type of content with a tab',
      path: '/v1/quotes',
      raw: '{}',
      headers: { 'content-type': 'application/json\ta' },
      status: 415,
    },
    { name: 'a path id that is no UUID', method: 'GET', path: '/v1/bookings/1', status: 400, pointer: '/id' },
    {
      name: 'a limit of nothing',
      method: 'GET',
      path: '/v1/bookings?role=guest&limit=0',
      status: 400,
      pointer: '/limit',
    },
    {
      name: 'a limit beyond the most',
      method: 'GET',
      path: '/v1/bookings?role=guest&limit=101',
      status: 400,
      pointer: '/limit',
    },
    {
      name: 'a limit that is no number',
      method: 'GET',
      path: '/v1/bookings?role=guest&limit=ten',
      status: 400,
      pointer: '/limit',
    },
    {
      name: 'a cursor from elsewhere',
      method: 'GET',
      path: '/v1/bookings?role=guest&cursor=abc',
      status: 400,
      pointer: '/cursor',
    },
    {
      name: 'an unknown query parameter',
      method: 'GET',
      path: '/v1/bookings?role=guest&page=2',
      status: 400,
      pointer: '/page',
    },
    { name: 'a box that is none', method: 'GET', path: '/v1/search?bbox=1,2,3', status: 400, pointer: '/bbox' },
    { name: 'dates by half', method: 'GET', path: '/v1/search?checkIn=2027-03-01', status: 400, pointer: '/checkOut' },
    { name: 'a radius without a centre', method: 'GET', path: '/v1/search?radiusKm=5', status: 400 },
    { name: 'an unknown path', method: 'GET', path: '/v1/castles', status: 404, code: 'not_found' },
    {
      name: 'an Idempotency-Key with a space',
      path: '/v1/quotes',
      body: stay({}),
      headers: { 'idempotency-key': 'a b' },
      status: 400,
      pointer: '/Idempotency-Key',
    },
  ];

  it.each(cases)('refuses $name', async ({ method = 'POST', path, body, raw, headers, status, code, pointer }) => {
    const answer = await app.call<ProblemAnswer>(method, path, { token: host.token, body, raw, headers });
    expect(answer.body).toMatchObject({ status, ...(code && { code }) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    if (pointer !== undefined) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('names every wrong field at once', async () => {
    const answer = await app.post<ProblemAnswer>(
      '/v1/quotes',
      { checkIn: 'x', guests: { adults: 0, dogs: 1 } },
      host.token,
    );
    const pointers = answer.body.errors?.map((error) => error.pointer) ?? [];
    expect(new Set(pointers)).toEqual(
      new Set(['/propertyId', '/checkIn', '/checkOut', '/guests/adults', '/guests/dogs']),
    );
  });

  it('applies nothing of a change that is refused', async () => {
    const before = await app.get<{ version: number; title: string }>(`/v1/properties/${propertyId}`, host.token);
    const answer = await app.call('PATCH', `/v1/properties/${propertyId}`, {
      token: host.token,
      headers: { 'if-match': `"${before.body.version}"` },
      body: { title: 'Changed', capacity: { guests: -1 } },
    });
    expect(answer.status).toBe(400);
    expect((await app.get(`/v1/properties/${propertyId}`, host.token)).body).toEqual(before.body);
  });
});
