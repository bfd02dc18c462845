import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp, type Person, type ProblemAnswer } from '#testing';
import { staff } from '../support/staff.js';
import { expectInvariants } from '../support/whole.js';

const LIMIT = 262_144;
const ID = '01900000-0000-7000-8000-000000000000';
const JSON_TYPE = { 'content-type': 'application/json' };

const nested = (depth: number, open = '[', close = ']'): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
const many = (names: number): string => `{${Array.from({ length: names }, (_, n) => `"${n}":0`).join(',')}}`;

/** Values that no field takes, as they are written. */
const VALUES: Record<string, string> = {
  'a hundred thousand lists': nested(100_000),
  'forty thousand objects': nested(40_000, '{"a":', '}'),
  'a million names': many(1_000_000),
  'twenty thousand names': many(20_000),
  'eighty thousand objects in a list': `[${'{},'.repeat(79_999)}{}]`,
  'a hundred thousand numbers': `[${'0,'.repeat(100_000)}0]`,
  __proto__: '{"__proto__":{"admin":true}}',
  'an escaped __proto__': '{"__pr\\u006fto__":{"admin":true}}',
  constructor: '{"constructor":{"prototype":{"admin":true}}}',
  'a name given twice': '{"a":1,"a":2}',
  '1e400': '1e400',
  'half of a surrogate pair': '"\\ud800"',
  'half of a pair in a name': '{"\\udfff":1}',
  NUL: '"\\u0000"',
  '2^53 + 1': '9007199254740993',
};

/** Bodies that are wrong as a whole. */
const BODIES: Record<string, string> = {
  'a byte order mark': '\ufeff{}',
  'a NUL byte': '{"a":"\u0000"}',
  'what is no JSON': '{"a":NaN}',
};

describe('JSON that is meant to break something', () => {
  let app: TestApp;
  let user: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    // What is for staff reads its bodies too.
    user = await staff(app, 'admin');
  });

  afterAll(() => app.stop());

  /** Every operation with a body but the one whose body has to be signed first. */
  const routes = () =>
    app.contract.routes.filter(
      ({ requestBody, path }) => requestBody?.content['application/json'] && !path.startsWith('/v1/webhooks/'),
    );

  const send = (method: string, path: string, raw: string) => {
    const headers = { ...JSON_TYPE, 'if-match': '"1"', 'idempotency-key': `bomb ${raw.length}`.replace(' ', '-') };
    return app.call<ProblemAnswer>(method, path, { raw, headers, token: user.token });
  };

  it.each(Object.keys({ ...VALUES, ...BODIES }))('is refused by every operation with a body: %s', async (name) => {
    const raws = name in VALUES ? [VALUES[name] ?? '', `{"zzz":${VALUES[name]}}`] : [BODIES[name] ?? ''];
    expect(routes().length).toBeGreaterThanOrEqual(10);
    for (const { method, path, operationId } of routes()) {
      for (const raw of raws) {
        const { status, body } = await send(method, path.replaceAll(/\{\w+\}/g, ID), raw);
        expect([operationId, status]).toEqual([operationId, raw.length > LIMIT ? 413 : 400]);
        expect(['invalid_input', 'malformed', 'too_large']).toContain(body.code);
      }
    }
  });

  it('is named by where it is', async () => {
    const raw = `{"guests":{"adults":1,"adults":2},"list":[${nested(40)}],"__proto__":1}`;
    const deep = await send('POST', '/v1/quotes', raw);
    expect(deep.body.errors).toMatchObject([{ pointer: `/list${'/0'.repeat(31)}`, code: 'depth' }]);
    const twice = await send('POST', '/v1/quotes', '{"guests":{"adults":1,"adults":2},"__proto__":1}');
    expect(twice.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/guests/adults duplicate',
      '/__proto__ unknown_field',
    ]);
  });

  it('is refused before each of eighty thousand guests is made and judged', async () => {
    const { body } = await send('POST', '/v1/quotes', `{"guests":[${'{},'.repeat(79_999)}{}]}`);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: '', code: 'values' })]);
  });

  it('is refused before sixty thousand amenities are judged for each of fifteen searches', async () => {
    const searches = Array.from(
      { length: 15 },
      (_, n) => `a${n}: search(first: 1, input: $i) { nodes { property { id } } }`,
    );
    const variables = { i: { amenities: Array.from({ length: 60_000 }, () => 'a') } };
    const query = `query ($i: SearchInput!) { ${searches.join(' ')} }`;
    const { status, body } = await send('POST', '/graphql', JSON.stringify({ query, variables }));
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('holds more than 5000 values');
  });

  describe('in GraphQL', () => {
    interface Refusal {
      data?: object | null;
      errors?: { extensions: { status: number; code: string } }[];
    }

    const refused = async (raw: string): Promise<void> => {
      const answer = await app.call<Refusal>('POST', '/graphql', { raw, headers: JSON_TYPE, token: user.token });
      expect(answer.status).toBeLessThan(500);
      expect(answer.body.data ?? null).toBeNull();
      expect(answer.body.errors?.length).toBeGreaterThan(0);
      for (const { extensions } of answer.body.errors ?? []) {
        expect(extensions.status).toBeGreaterThanOrEqual(400);
        expect(extensions.status).toBeLessThan(500);
      }
    };
    const quoted = (document: string, variables = '{}') =>
      `{"query":${JSON.stringify(document)},"variables":${variables}}`;
    const CREATE = 'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id } }';
    const CHANGE = 'mutation ($version: Int!) { updateMe(version: $version, input: { firstName: "A" }) { id } }';

    it.each(Object.keys(VALUES))('is refused in variables: %s', async (name) => {
      const value = VALUES[name] ?? '';
      const fields = `"propertyId":"${ID}","checkIn":"2027-03-01","checkOut":"2027-03-02"`;
      await refused(quoted(CREATE, `{"input":${value}}`));
      await refused(quoted(CREATE, `{"input":{${fields},"guests":${value}}}`));
      await refused(quoted(CREATE, `{"input":{${fields},"guests":{"adults":${value}}}}`));
      await refused(quoted(CHANGE, `{"version":${value}}`));
      await refused(quoted('query ($id: ID!) { property(id: $id) { id } }', `{"id":${value}}`));
      if (name !== 'half of a pair in a name') await refused(`{"query":${value}}`);
    });

    it.each(Object.keys(BODIES))('is refused as a body: %s', (name) => refused(BODIES[name] ?? ''));

    it.each([
      nested(400),
      nested(400, '{ a: ', '}'),
      nested(20_000),
      `{ ${'a: 1 '.repeat(300)} }`,
      '{ __proto__: { admin: true } }',
      '{ constructor: { prototype: 1 } }',
      '1e400',
      '"\\ud800"',
      '"\\u0000"',
      '9007199254740993',
    ])('is refused as a literal: %.40s', async (literal) => {
      await refused(quoted(`mutation { createQuote(input: ${literal}) { id } }`));
      await refused(
        quoted(
          `mutation { createQuote(input: { propertyId: "${ID}", checkIn: "2027-03-01", checkOut: "2027-03-02", guests: { adults: ${literal} } }) { id } }`,
        ),
      );
      await refused(quoted(`mutation { updateMe(version: 1, input: { firstName: ${literal} }) { id } }`));
      await refused(quoted(`{ property(id: ${literal}) { id } }`));
      await refused(
        quoted(
          `{ search(input: { latitude: ${literal}, longitude: 1, radiusKm: 1 }) { nodes { nightly { amount } } } }`,
        ),
      );
    });

    it('is only a name when it names an alias', async () => {
      for (let time = 0; time < 3; time += 1) {
        for (const alias of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
          const raw = quoted(`{ ${alias}: paymentsConfig { ${alias}: mode } }`);
          const answer = await app.call<{ data: object }>('POST', '/graphql', { raw, headers: JSON_TYPE });
          expect(answer.status).toBeLessThan(500);
        }
      }
    });
  });

  it('leaves the application as it was', async () => {
    expect((await app.get('/v1/users/me', user.token)).status).toBe(200);
    expect({}).not.toHaveProperty('admin');
    await expectInvariants(app);
  });
});
