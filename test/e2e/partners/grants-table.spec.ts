import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  newKey,
  pay,
  person,
  place,
  TestApp,
  type Person,
  type ProblemAnswer,
} from '#testing';
import {
  freshNights,
  IF_ANY,
  ONCE,
  OPERATIONS,
  PERMISSIONS,
  type About,
  type Operation,
  type Permission,
} from '../access/host-operations.js';
import { apiKey, grantTo, organisation, type Organisation } from '../support/partners.js';

const SCOPES = [
  'properties:read',
  'properties:write',
  'calendar:read',
  'calendar:write',
  'bookings:read',
  'bookings:write',
] as const;
/** Which scope each operation asks of a key; those that are not here take none. */
const SCOPE_OF: Partial<Record<string, (typeof SCOPES)[number]>> = {
  'change the property': 'properties:write',
  'read the seasons': 'properties:read',
  'change the seasons': 'properties:write',
  'set days of the calendar': 'calendar:write',
  'take nights off the calendar': 'calendar:write',
  'list the blocks': 'calendar:read',
  'read a block': 'calendar:read',
  'read a booking': 'bookings:read',
  'accept a booking': 'bookings:write',
  'decline a booking': 'bookings:write',
};
const ALL = [...OPERATIONS, ...ONCE];
const CASES = PERMISSIONS.flatMap((permission) => SCOPES.map((scope) => ({ permission, scope })));

describe('a program', () => {
  let app: TestApp;
  let owner: Person;
  let host: Person;
  let about: About;
  const partners = new Map<string, Organisation>();
  const keys = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start();
    [owner, host] = [await person(app, 'Olga'), await person(app, 'Hanna')];
    about = await scene();
    for (const permission of PERMISSIONS) {
      const partner = await organisation(app, owner);
      partners.set(permission, partner);
      await grantTo(app, host, partner, [permission], about.property);
      for (const scope of SCOPES) keys.set(`${permission} ${scope}`, (await apiKey(app, owner, partner, [scope])).key);
    }
  });
  afterAll(() => app.stop());

  const scene = async (): Promise<About> => {
    const guest = await person(app, 'Gil');
    const property = await place(app, host, { rules: { bookingMode: 'request' } });
    const request = await book(app, guest, { propertyId: property, checkIn: '2027-03-01', checkOut: '2027-03-04' });
    expectStatus(await pay(app, request.payment), 200);
    await bookingWhen(app, guest, request.id, 'requested');
    const body = { rules: { bookingMode: 'instant' } };
    const path = `/v1/properties/${property}`;
    expectStatus(await app.call('PATCH', path, { token: host.token, headers: IF_ANY, body }), 200);
    const stay = { propertyId: property, checkIn: '2027-04-01', checkOut: '2027-04-03' };
    const confirmed = await confirmedBooking(app, guest, stay);
    const block = await app.post<{ id: string }>(`${path}/blocks`, freshNights(), host.token);
    return { property, block: expectStatus(block, 201).id, requested: request.id, confirmed: confirmed.id };
  };

  /** The code of the refusal over REST, and over GraphQL; 'done' for none. */
  const asked = async ({ rest, graphql, variables }: Operation, token: string, on = about): Promise<string[]> => {
    const [method, path, body, headers] = rest(on);
    const answer = await app.call<ProblemAnswer>(method, path, { token, body, headers: { ...newKey(), ...headers } });
    const [row] = await app.sql<{ version: number }>('SELECT version FROM properties WHERE id = $1', [on.property]);
    const all = { ...on, v: row?.version, nights: freshNights(), ...variables?.(on) };
    const { errors } = await app.graphql(graphql, all, token, newKey());
    return [answer.status < 300 ? 'done' : answer.body.code, errors?.[0]?.extensions.code ?? 'done'];
  };

  const expected = ({ name, takes, refused }: Operation, permission: Permission, scope: string): string => {
    if (SCOPE_OF[name] === undefined) return 'forbidden';
    if (SCOPE_OF[name] !== scope) return 'insufficient_scope';
    if (takes === permission) return 'done';
    return refused === 403 ? 'forbidden' : 'not_found';
  };

  it.each(CASES)('granted $permission, with the scope $scope, does what takes both and nothing else', async (given) => {
    const { permission, scope } = given;
    const token = keys.get(`${permission} ${scope}`) ?? '';
    const isAnswer = permission === 'bookings' && scope === 'bookings:write';
    for (const operation of ALL) {
      if (isAnswer && SCOPE_OF[operation.name] === scope) continue;
      const code = expected(operation, permission, scope);
      expect([operation.name, ...(await asked(operation, token))]).toEqual([operation.name, code, code]);
    }
  });

  it.each(['accept', 'decline'])('granted bookings, with the scope bookings:write, can %s a request', async (verb) => {
    const on = await scene();
    const partner = partners.get('bookings') ?? { id: '', slug: '' };
    await grantTo(app, host, partner, ['bookings'], on.property);
    const token = keys.get('bookings bookings:write');
    const answer = await app.post(`/v1/bookings/${on.requested}/${verb}`, undefined, token, newKey());
    const status = verb === 'accept' ? 'confirmed' : 'declined';
    // What it can do next is not to cancel: that is for people.
    expect(answer).toMatchObject({ status: 200, body: { status, hostTotal: null, nextActions: [] } });
  });
});
