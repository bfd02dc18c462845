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
  propertyBody,
  TestApp,
  type Answer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { grant } from '../support/grants.js';
import {
  freshNights,
  IF_ANY,
  ONCE,
  OPERATIONS,
  PERMISSIONS,
  type About,
  type Operation,
  type Permission,
} from './host-operations.js';
import { expectWhole } from '../support/whole.js';

const cases = (operations: Operation[]) =>
  operations.flatMap((operation) => PERMISSIONS.map((permission) => ({ operation, name: operation.name, permission })));

describe('a co-host', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let about: About;
  const coHosts = new Map<Permission, Person>();

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
    about = await scene();
    for (const permission of PERMISSIONS) {
      const holder = await person(app, permission);
      await grant(app, { host, holder, property: about.property, permissions: [permission] });
      coHosts.set(permission, holder);
    }
  });
  afterAll(() => app.stop());

  const scene = async (): Promise<About> => {
    const property = await place(app, host, { rules: { bookingMode: 'request' } });
    const request = await book(app, guest, { propertyId: property, checkIn: '2027-03-01', checkOut: '2027-03-04' });
    expectStatus(await pay(app, request.payment), 200);
    await bookingWhen(app, guest, request.id, 'requested');
    const rules = { rules: { bookingMode: 'instant' } };
    expectStatus(
      await app.call('PATCH', `/v1/properties/${property}`, { token: host.token, headers: IF_ANY, body: rules }),
      200,
    );
    const stay = { propertyId: property, checkIn: '2027-04-01', checkOut: '2027-04-03' };
    const confirmed = await confirmedBooking(app, guest, stay);
    const block = await app.post<{ id: string }>(`/v1/properties/${property}/blocks`, freshNights(), host.token);
    return { property, block: expectStatus(block, 201).id, requested: request.id, confirmed: confirmed.id };
  };

  const with_ = (permission: Permission): Person => coHosts.get(permission) ?? host;

  const overRest = ({ rest }: Operation, who: Person, on = about): Promise<Answer<ProblemAnswer>> => {
    const [method, path, body, headers] = rest(on);
    return app.call(method, path, { token: who.token, body, headers: { ...newKey(), ...headers } });
  };
  const overGraphql = async ({ graphql, variables }: Operation, who: Person): Promise<string[]> => {
    const [row] = await app.sql<{ version: number }>('SELECT version FROM properties WHERE id = $1', [about.property]);
    const all = { ...about, v: row?.version, nights: freshNights(), ...variables?.(about) };
    const { errors = [] } = await app.graphql(graphql, all, who.token, newKey());
    return errors.map(({ extensions }) => extensions.code);
  };

  it.each(cases([...OPERATIONS, ...ONCE]).filter(({ operation, permission }) => operation.takes !== permission))(
    'with $permission may not $name: it is refused, or not there',
    async ({ operation, permission }) => {
      const { status, body } = await overRest(operation, with_(permission));
      expect([status, body.code]).toEqual([operation.refused, operation.refused === 403 ? 'forbidden' : 'not_found']);
      if (operation.refused === 403 && operation.takes !== 'own')
        expect(body).toMatchObject({ permission: operation.takes });
      expect(await overGraphql(operation, with_(permission))).toEqual([body.code]);
    },
  );

  it.each(cases(OPERATIONS).filter(({ operation, permission }) => operation.takes === permission))(
    'with $permission may $name',
    async ({ operation, permission }) => {
      expect((await overRest(operation, with_(permission))).status).toBeLessThan(300);
      expect(await overGraphql(operation, with_(permission))).toEqual([]);
    },
  );

  it('sees the property with its address and what they may do, also before it is published, and in their list', async () => {
    const draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201);
    const { token } = await person(app, 'Cora');
    const holder = await me(token);
    expect((await app.get(`/v1/properties/${draft.id}`, token)).status).toBe(404);
    await grant(app, { host, holder, property: draft.id, permissions: ['bookings', 'listing'] });
    const shown = { id: draft.id, status: 'draft', exactLocation: true, yourPermissions: ['listing', 'bookings'] };
    expect((await app.get(`/v1/properties/${draft.id}`, token)).body).toMatchObject(shown);
    expect((await app.get('/v1/properties?mine=true', token)).body).toMatchObject({ data: [shown], nextCursor: null });
    const query = '{ properties { totalCount { value } nodes { id yourPermissions } } }';
    expect((await app.graphql(query, {}, token)).data).toEqual({
      properties: { totalCount: { value: 1 }, nodes: [{ id: draft.id, yourPermissions: ['listing', 'bookings'] }] },
    });
  });

  const me = async (token: string): Promise<Person> => ({
    ...(await app.get<Person>('/v1/users/me', token)).body,
    token,
  });

  it('finds the bookings of the property in the list of hosts’, without the host’s earnings', async () => {
    const { token } = with_('bookings');
    const { data } = (await app.get<{ data: { id: string; hostTotal: null }[] }>('/v1/bookings?role=host', token)).body;
    expect(data.map(({ id }) => id).sort()).toEqual([about.confirmed, about.requested].sort());
    expect(data).toMatchObject([{ hostTotal: null, hostLines: null, lines: null }, { hostTotal: null }]);
    const counted = await app.graphql('{ bookings(role: host) { totalCount { value } } }', {}, token);
    expect(counted.data).toEqual({ bookings: { totalCount: { value: 2 } } });
    for (const permission of ['listing', 'calendar', 'messages'] as const)
      expect((await app.get('/v1/bookings?role=host', with_(permission).token)).body).toMatchObject({ data: [] });
  });

  it('finds each booking once, in pages, whatever they have been granted besides', async () => {
    const holder = await person(app, 'Wanda');
    const other = await scene();
    await grant(app, { host, holder, property: about.property, permissions: ['bookings'] });
    await grant(app, { host, holder, permissions: ['bookings'] });
    const found: string[] = [];
    for (let cursor = ''; ;) {
      const path = `/v1/bookings?role=host&limit=1${cursor}`;
      const page = expectStatus(
        await app.get<{ data: { id: string }[]; nextCursor: string | null }>(path, holder.token),
        200,
      );
      found.push(...page.data.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(found).toEqual([other.confirmed, other.requested, about.confirmed, about.requested]);
    const counted = await app.graphql('{ bookings(role: host) { totalCount { value } } }', {}, holder.token);
    expect(counted.data).toEqual({ bookings: { totalCount: { value: 4 } } });
  });

  it('sees why nights are taken with calendar, and only that they are without', async () => {
    const reasons = async ({ token }: Person) => {
      const path = `/v1/properties/${about.property}/calendar?from=2027-04-01&to=2027-04-02`;
      const { body } = await app.get<{ data: { reasons: { rule: string }[] }[] }>(path, token);
      return body.data.flatMap((day) => day.reasons.map(({ rule }) => rule));
    };
    expect(await reasons(with_('calendar'))).toEqual(['booked']);
    expect(await reasons(with_('listing'))).toEqual(['unavailable']);
  });

  it('with bookings accepts, declines and cancels for the host', async () => {
    const { token } = with_('bookings');
    const on = await scene();
    await app.sql('UPDATE access_grants SET property_id = $1 WHERE holder_id = $2', [
      on.property,
      with_('bookings').id,
    ]);
    const accepted = await app.post(`/v1/bookings/${on.requested}/accept`, undefined, token, newKey());
    expect(accepted).toMatchObject({
      status: 200,
      body: { status: 'confirmed', nextActions: ['cancel'], hostTotal: null },
    });
    const cancelled = await app.post(`/v1/bookings/${on.confirmed}/cancel`, undefined, token, newKey());
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled_by_host' } });
    await app.sql('UPDATE access_grants SET property_id = $1 WHERE holder_id = $2', [
      about.property,
      with_('bookings').id,
    ]);
  });

  it('does not answer a request of their own', async () => {
    const on = await scene();
    const holder = await person(app, 'Otto');
    await grant(app, { host, holder, property: on.property, permissions: ['bookings', 'listing'] });
    await app.call('PATCH', `/v1/properties/${on.property}`, {
      token: holder.token,
      headers: IF_ANY,
      body: { rules: { bookingMode: 'request' } },
    });
    const mine = await book(app, holder, { propertyId: on.property, checkIn: '2027-05-01', checkOut: '2027-05-03' });
    expectStatus(await pay(app, mine.payment), 200);
    await bookingWhen(app, holder, mine.id, 'requested');
    expect((await app.post(`/v1/bookings/${mine.id}/accept`, undefined, holder.token, newKey())).status).toBe(403);
    const { data } = (await app.get<{ data: { id: string }[] }>('/v1/bookings?role=host', holder.token)).body;
    expect(data.map(({ id }) => id)).not.toContain(mine.id);
    expectStatus(await app.post(`/v1/bookings/${mine.id}/cancel`, undefined, holder.token, newKey()), 200);
  });

  it('may nothing more from the moment on in which the grant has ended', async () => {
    const on = await scene();
    const holder = await person(app, 'Elsa');
    const id = await grant(app, { host, holder, property: on.property, permissions: [...PERMISSIONS] });
    const all = OPERATIONS.filter(({ takes }) => takes !== 'own');
    for (const operation of all) expect((await overRest(operation, holder, on)).status).toBeLessThan(300);
    await app.sql('UPDATE access_grants SET ended_at = now() WHERE id = $1', [id]);
    for (const operation of [...all, ...ONCE]) expect((await overRest(operation, holder, on)).status).toBe(404);
    expect((await app.get('/v1/properties?mine=true', holder.token)).body).toMatchObject({ data: [] });
    expect((await app.get('/v1/bookings?role=host', holder.token)).body).toMatchObject({ data: [] });
  });

  it('of the host before sees nothing of a property that has changed hands, nor when it comes back', async () => {
    const on = await scene();
    const holder = await person(app, 'Paul');
    const heir = await person(app, 'Heidi');
    await grant(app, { host, holder, property: on.property, permissions: [...PERMISSIONS] });
    const refused = async () => {
      const all = [...OPERATIONS, ...ONCE].filter(({ takes }) => takes !== 'own');
      return Promise.all(all.map(async (operation) => (await overRest(operation, holder, on)).status));
    };
    await app.sql('UPDATE properties SET host_id = $1 WHERE id = $2', [heir.id, on.property]);
    expect(new Set(await refused())).toEqual(new Set([404]));
    expect((await app.get('/v1/bookings?role=host', holder.token)).body).toMatchObject({ data: [] });
    await app.sql('UPDATE properties SET host_id = $1 WHERE id = $2', [host.id, on.property]);
    expect(new Set(await refused())).toEqual(new Set([404]));
  });

  it('of all places of a host reaches also those that are made later, and none of another’s', async () => {
    const holder = await person(app, 'Anna');
    await grant(app, { host, holder, permissions: ['listing'] });
    const later = await place(app, host);
    const stranger = await person(app, 'Sten');
    const theirs = await place(app, stranger);
    const change = (id: string) =>
      app.call('PATCH', `/v1/properties/${id}`, {
        token: holder.token,
        headers: IF_ANY,
        body: { title: 'Another title' },
      });
    expect((await change(later)).status).toBe(200);
    expect((await change(theirs)).status).toBe(404);
  });

  it('tells of a change as the host’s, not as their own', async () => {
    const told = await app.sql<{ host: string }>(
      `SELECT DISTINCT payload->>'hostId' AS host FROM events WHERE type = 'property.changed' AND subject_id = $1`,
      [about.property],
    );
    expect(told).toEqual([{ host: host.id }]);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
