import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { book, expectStatus, newKey, person, place, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { schemaOf } from '../support/selection.js';
import { staff } from '../support/staff.js';

interface Look {
  id: string;
  accessToken: string;
  expiresIn: number;
}

const NONE = '01900000-0000-7000-8000-000000000000';

describe('a look of support at an account', () => {
  let app: TestApp;
  let support: Person;
  let guest: Person;
  let host: Person;
  let booking: string;

  beforeAll(async () => {
    app = await TestApp.start();
    support = await staff(app, 'support');
    [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
    const propertyId = await place(app, host);
    const made = await book(app, guest, { propertyId, checkIn: ahead(3), checkOut: ahead(5) });
    booking = made.id;
    await app.sql(`UPDATE bookings SET message = 'For Hanna alone' WHERE id = $1`, [booking]);
  });
  afterAll(() => app.stop());

  const begin = (at: Person, by = support) =>
    app.post<Look & ProblemAnswer>(`/v1/users/${at.id}/looks`, { reason: 'A refund (case 4711)' }, by.token);
  const look = async (at: Person, by = support): Promise<Look> => expectStatus(await begin(at, by), 201);

  it('reads what the owner reads, but for secrets and what others have written', async () => {
    const { accessToken, expiresIn } = await look(guest);
    expect(expiresIn).toBe(900);
    expect((await app.get('/v1/users/me', accessToken)).body).toMatchObject({ id: guest.id, email: guest.email });
    const theirs = (await app.get(`/v1/bookings/${booking}`, guest.token)).body;
    expect(theirs).toMatchObject({ payment: { clientSecret: expect.any(String) } });
    expect((await app.get(`/v1/bookings/${booking}`, accessToken)).body).toMatchObject({
      message: 'For Hanna alone',
      payment: { clientSecret: null },
    });
    const ofHost = await look(host);
    expect((await app.get(`/v1/bookings/${booking}`, ofHost.accessToken)).body).toMatchObject({ message: '' });
    expect(await app.get('/v1/users/me/sessions', accessToken)).toMatchObject({
      status: 403,
      body: { code: 'owner_only' },
    });
    expect((await app.get('/v1/users', accessToken)).status).toBe(403);
  });

  it('changes nothing by any operation of the OpenAPI document', async () => {
    const { accessToken } = await look(guest);
    const writes = app.contract.routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/health'));
    const passed: string[] = [];
    for (const { method, path, operationId } of writes) {
      const url = path.replaceAll(/\{\w+\}/g, NONE);
      const options = { token: accessToken, headers: { ...newKey(), 'if-match': '*' }, body: {} };
      const { status, body } = await app.call<ProblemAnswer>(method, url, options);
      // A webhook is judged by its signature, and nothing else.
      if (status !== 403 || body.code !== 'read_only') passed.push(operationId);
    }
    expect(passed).toEqual([]);
    expect(writes.length).toBeGreaterThan(25);
  });

  it('changes nothing by any mutation of the GraphQL schema', async () => {
    const { accessToken } = await look(guest);
    const schema = await schemaOf(app);
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const passed: string[] = [];
    for (const { name, args, type } of mutations) {
      const given = args.map((arg) => `${arg.name}: ${valueOf(schema, arg.type)}`).join(', ');
      const isObject = 'getFields' in getNamedType(type);
      const query = `mutation { ${name}${given && `(${given})`} ${isObject ? '{ __typename }' : ''} }`;
      const { errors } = await app.graphql(query, {}, accessToken, newKey());
      if (errors?.[0]?.extensions.code !== 'read_only') passed.push(`${name}: ${JSON.stringify(errors)}`);
    }
    expect(passed).toEqual([]);
    expect(mutations.length).toBeGreaterThan(25);
  });

  it('is logged with all that it reads, over both doors, and shown to the owner with its reason', async () => {
    const owner = await person(app, 'Olga');
    const { id, accessToken } = await look(owner);
    await app.get('/v1/users/me', accessToken);
    await app.graphql('{ me { email } bookings(role: host) { nodes { code } } }', {}, accessToken);
    const read = await app.sql<{ what: string }>('SELECT what FROM account_look_reads WHERE look_id = $1 ORDER BY id', [
      id,
    ]);
    expect(read.map(({ what }) => what.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
      'GET /v1/users/me',
      'bookings {"first":20,"role":"host"}',
      'me {}',
    ]);
    expect((await app.get('/v1/users/me/looks', owner.token)).body).toMatchObject({
      data: [{ id, reason: 'A refund (case 4711)', reads: 3 }],
    });
  });

  it('is not at staff, oneself or suspended accounts, and only support’s or admins’ to begin', async () => {
    const admin = await staff(app, 'admin');
    for (const at of [admin, support])
      expect(await begin(at)).toMatchObject({ status: 409, body: { code: 'cannot_be_looked_at' } });
    const eve = await person(app, 'Eve');
    expect((await begin(guest, eve)).status).toBe(403);
    expectStatus(await app.post(`/v1/users/${eve.id}/suspend`, { reason: 'Reported' }, admin.token), 200);
    expect((await begin(eve)).status).toBe(409);
    expect((await begin({ ...eve, id: NONE })).status).toBe(404);
  });

  it.each([
    [
      'the role of who looks is taken',
      (by: Person, _at: Person) => [`UPDATE users SET roles = '{}' WHERE id = $1`, by.id],
    ],
    [
      'the session of who looks ends',
      (by: Person, _at: Person) => [`UPDATE sessions SET revoked_at = now() WHERE user_id = $1`, by.id],
    ],
    [
      'the account is suspended',
      (_by: Person, at: Person) => [`UPDATE users SET suspended_at = now() WHERE id = $1`, at.id],
    ],
  ])('ends when %s', async (_why, statement) => {
    const [by, at] = [await staff(app, 'support', 'Sue'), await person(app, 'Olga')];
    const { accessToken } = await look(at, by);
    expect((await app.get('/v1/users/me', accessToken)).status).toBe(200);
    const [text = '', id] = statement(by, at);
    await app.sql(text, [id]);
    // Told by another connection: this process hears of it a moment later.
    await waitFor('the look to end', async () =>
      (await app.get('/v1/users/me', accessToken)).status === 401 ? true : undefined,
    );
  });
});

describe('a look of support, where requests are counted,', () => {
  it('uses up what support may do, and nothing of the account’s', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on', RATE_QUOTES_PER_MINUTE: '2', RATE_BOOKINGS_PER_MINUTE: '2' });
    try {
      const [support, guest] = [await staff(app, 'support'), await person(app, 'Gil')];
      const begun = await app.post<Look>(`/v1/users/${guest.id}/looks`, { reason: 'Case 4711' }, support.token);
      const { accessToken } = expectStatus(begun, 201);
      const ask = (path: string, token: string) => app.post<ProblemAnswer>(path, {}, token, newKey());
      for (const path of ['/v1/quotes', '/v1/bookings']) {
        const statuses = [];
        for (let time = 0; time < 3; time += 1) statuses.push((await ask(path, accessToken)).status);
        expect(statuses).toEqual([403, 403, 429]);
        expect((await ask(path, support.token)).status).toBe(429);
        expect((await ask(path, guest.token)).status).toBe(400);
      }
    } finally {
      await app.stop();
    }
  });
});

/** A literal that the schema takes for a type: nothing is asked of it but that the document is valid. */
function valueOf(schema: GraphQLSchema, type: GraphQLInputType): string {
  const inner = getNamedType(type);
  const value = isInputObjectType(inner)
    ? `{ ${Object.values(inner.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => `${field.name}: ${valueOf(schema, field.type)}`)
        .join(', ')} }`
    : isEnumType(inner)
      ? (inner.getValues()[0]?.name ?? '')
      : scalarOf(inner.name);
  return String(type).includes('[') ? `[${value}]` : value;
}

function scalarOf(name: string): string {
  if (['Int', 'SafeInt', 'Float'].includes(name)) return '1';
  if (name === 'Boolean') return 'true';
  return name === 'ID' ? `"${NONE}"` : '"2027-03-01"';
}
