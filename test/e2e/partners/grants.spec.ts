import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  PASSWORD,
  person,
  place,
  propertyBody,
  TestApp,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { freshNights, IF_ANY } from '../access/host-operations.js';
import { grant } from '../support/grants.js';
import { letterTo, readLetters } from '../support/letters.js';
import { apiKey, grantTo, organisation, type Grant, type NewKey, type Organisation } from '../support/partners.js';
import { staff } from '../support/staff.js';

const ALL = [
  'properties:read',
  'properties:write',
  'calendar:read',
  'calendar:write',
  'bookings:read',
  'bookings:write',
];
const NONE = '01900000-0000-7000-8000-000000000000';

interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

interface Scene {
  host: Person;
  property: string;
  owner: Person;
  acme: Organisation;
  key: NewKey;
}

describe('a grant to a partner', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const scene = async (): Promise<Scene> => {
    const [host, owner] = [await person(app, 'Hanna'), await person(app, 'Olga')];
    const acme = await organisation(app, owner);
    return { host, owner, acme, property: await place(app, host), key: await apiKey(app, owner, acme, ALL) };
  };
  const rename = (property: string, token: string) =>
    app.call<ProblemAnswer>('PATCH', `/v1/properties/${property}`, {
      token,
      headers: IF_ANY,
      body: { title: 'New name' },
    });
  const blocks = (property: string, token: string) =>
    app.get<ProblemAnswer>(`/v1/properties/${property}/blocks`, token);
  const end = (grant: Grant, token: string) => app.call<ProblemAnswer>('DELETE', `/v1/grants/${grant.id}`, { token });
  const give = (token: string, body: object) => app.post<Grant & ProblemAnswer>('/v1/users/me/grants', body, token);
  const join = async ({ id }: Organisation, { id: userId }: Person) =>
    app.sql(
      `INSERT INTO organisation_members (organisation_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [id, userId],
    );
  const idsIn = async (path: string, token: string) =>
    expectStatus(await app.get<Page<{ id: string }>>(path, token), 200).data.map(({ id }) => id);

  it('lets its programs in from the next request on, and until it is taken back', async () => {
    const { host, property, acme, key } = await scene();
    expect((await rename(property, key.key)).status).toBe(404);
    const given = await grantTo(app, host, acme, ['listing', 'calendar'], property);
    expect(given).toMatchObject({ hostId: host.id, organisationId: acme.id, propertyId: property });
    expect((await rename(property, key.key)).status).toBe(200);
    expect((await blocks(property, key.key)).status).toBe(200);
    expectStatus(await end(given, host.token), 204);
    expect((await rename(property, key.key)).status).toBe(404);
    expect((await blocks(property, key.key)).status).toBe(404);
    expect(await idsIn('/v1/properties?mine=true', key.key)).toEqual([]);
    expect((await end(given, host.token)).status).toBe(404);
    await grantTo(app, host, acme, ['calendar'], property);
    expect((await blocks(property, key.key)).status).toBe(200);
  });

  it('is told of to the host by mail, with what it is for and where', async () => {
    const { host, property, acme } = await scene();
    await grantTo(app, host, acme, ['calendar', 'bookings'], property);
    await letterTo(app, host, /has access to .*Brownstone by the park/);
    await grantTo(app, host, acme, ['listing']);
    await letterTo(app, host, /has access to all your places/);
    const texts = (await readLetters(app, host)).filter(({ subject }) => subject.includes('has access to'));
    const [atAll = '', atOne = ''] = texts.map(({ text }) => text).sort((a, b) => a.length - b.length);
    expect(atOne).toContain(`${acme.name} (${acme.slug})`);
    expect(atOne).toContain('- see and change its calendar\n- read, accept, decline and cancel its bookings');
    expect(atAll).toContain('also those that you make later');
    for (const text of [atAll, atOne]) expect(text).toContain('If it was not you');
  });

  it('of a host who was suspended has what a place is not be changed any more, while calendar and bookings go on', async () => {
    const { host, property, acme, key } = await scene();
    await grantTo(app, host, acme, ['listing', 'calendar', 'bookings']);
    const cora = await person(app, 'Cora');
    await grant(app, { host, holder: cora, property, permissions: ['listing', 'calendar'] });
    const admin = await staff(app, 'admin');
    const staffDoes = async (what: string) =>
      expectStatus(await app.post(`/v1/users/${host.id}/${what}`, { reason: 'Case 4711' }, admin.token), 200);
    await staffDoes('suspend');
    for (const token of [key.key, cora.token]) {
      expect(await rename(property, token)).toMatchObject({
        status: 403,
        body: { code: 'forbidden', permission: 'listing' },
      });
      expect((await blocks(property, token)).status).toBe(200);
      const added = await app.post(`/v1/properties/${property}/blocks`, freshNights(), token);
      expect(added.status).toBe(201);
    }
    const overGraphql = await app.graphql(
      'mutation ($id: ID!) { updateProperty(id: $id, version: 1, input: { title: "New" }) { id } }',
      { id: property },
      key.key,
    );
    expect(overGraphql.errors?.[0]?.extensions.code).toBe('forbidden');
    expect((await app.get('/v1/bookings?role=host', key.key)).status).toBe(200);
    expect((await rename(property, (await person(app, 'Eve')).token)).status).toBe(404);
    await staffDoes('restore');
    for (const token of [key.key, cora.token]) expect((await rename(property, token)).status).toBe(200);
  });

  it('holds for the keys of that organisation, and of no other, whoever their owner is', async () => {
    const { host, property, owner, acme } = await scene();
    const other = await organisation(app, owner);
    const { key } = await apiKey(app, owner, other, ALL);
    await grantTo(app, host, acme, ['listing', 'calendar', 'bookings'], property);
    expect((await rename(property, key)).status).toBe(404);
    expect((await blocks(property, key)).status).toBe(404);
    expect(await idsIn('/v1/properties?mine=true', key)).toEqual([]);
    // Nor for the people of the organisation: it is its programs that are let in.
    expect((await rename(property, owner.token)).status).toBe(404);
  });

  it('says what is missing: a scope of the key, or a permission of the host', async () => {
    const { host, property, owner, acme, key } = await scene();
    await grantTo(app, host, acme, ['calendar'], property);
    const { key: unscoped } = await apiKey(app, owner, acme, []);
    const scope = { status: 403, body: { code: 'insufficient_scope', scope: 'calendar:read' } };
    expect(await blocks(property, unscoped)).toMatchObject(scope);
    const permission = { status: 403, body: { code: 'forbidden', permission: 'listing' } };
    expect(await rename(property, key.key)).toMatchObject(permission);
  });

  it('for all properties reaches those that are made later, unpublished ones too, and none of another host', async () => {
    const { host, property, acme, key } = await scene();
    const given = await grantTo(app, host, acme, ['listing', 'calendar']);
    const later = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    const theirs = await place(app, await person(app, 'Heidi'));
    expect((await rename(later, key.key)).status).toBe(200);
    expect((await rename(theirs, key.key)).status).toBe(404);
    expect(await idsIn('/v1/properties?mine=true', key.key)).toEqual([later, property]);
    const nights = '/calendar?from=2027-04-01&to=2027-04-02';
    const shown = [`/v1/properties/${later}`, `/v1/properties/${later}${nights}`];
    for (const path of shown) expect((await app.get(path, key.key)).status).toBe(200);
    expectStatus(await end(given, host.token), 204);
    for (const path of shown) expect((await app.get(path, key.key)).status).toBe(404);
  });

  it('shows a draft to no key that lacks the scope for it', async () => {
    const { host, owner, acme } = await scene();
    await grantTo(app, host, acme, ['listing', 'calendar']);
    const draft = expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), host.token), 201).id;
    const { key } = await apiKey(app, owner, acme, ['properties:read']);
    const query = `query ($id: ID!) { property(id: $id) { id calendar(from: "2027-04-01", to: "2027-04-02") { from } } }`;
    expect((await app.graphql(query, { id: draft }, key)).data).toEqual({ property: { id: draft, calendar: null } });
    const { key: unscoped } = await apiKey(app, owner, acme, ['calendar:read']);
    expect((await app.get(`/v1/properties/${draft}`, unscoped)).status).toBe(404);
  });

  it('ends with the ownership of its property, and does not come back with it', async () => {
    const { host, property, acme, key } = await scene();
    await grantTo(app, host, acme, ['calendar'], property);
    const heir = await person(app, 'Heidi');
    for (const { id } of [heir, host]) {
      await app.sql('UPDATE properties SET host_id = $1 WHERE id = $2', [id, property]);
      expect((await blocks(property, key.key)).status).toBe(404);
    }
  });

  it('is a host’s to give for what is theirs, once, to a partner that there is', async () => {
    const { host, property, acme } = await scene();
    const theirs = await place(app, await person(app, 'Heidi'));
    const body = { organisationSlug: acme.slug, permissions: ['bookings', 'listing'] };
    expect((await give(host.token, { ...body, propertyId: theirs })).status).toBe(404);
    expect((await give(host.token, { ...body, propertyId: NONE })).status).toBe(404);
    expect((await give(host.token, { ...body, organisationSlug: 'no-such-partner' })).status).toBe(404);
    const wrong = await give(host.token, { organisationSlug: 'A', permissions: ['money'], propertyId: 'x' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    const pointers = ['/organisationSlug', '/permissions/0', '/propertyId'];
    expect(wrong.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
    const both = await Promise.all([1, 2].map(() => give(host.token, { ...body, propertyId: property })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('already_granted');
    expect(both.find(({ status }) => status === 201)?.body.permissions).toEqual(['listing', 'bookings']);
    expect((await give(host.token, body)).status).toBe(201);
  });

  it('takes a sign-in of late to give, and none to take back', async () => {
    const { host, acme } = await scene();
    const given = await grantTo(app, host, acme, ['calendar']);
    const login = { email: host.email, password: PASSWORD };
    const { refreshToken } = expectStatus(await app.post<{ refreshToken: string }>('/v1/auth/login', login), 200);
    await app.sql(`UPDATE sessions SET proved_at = now() - INTERVAL '1 day' WHERE user_id = $1`, [host.id]);
    const refreshed = await app.post<{ accessToken: string }>('/v1/auth/refresh', { refreshToken });
    const { accessToken } = expectStatus(refreshed, 200);
    const refused = { status: 401, body: { code: 'recent_sign_in_required' } };
    const body = { organisationSlug: acme.slug, permissions: ['listing'] };
    expect(await give(accessToken, body)).toMatchObject(refused);
    expect((await end(given, accessToken)).status).toBe(204);
  });

  it('is read by its host and the organisation’s members, and given back by its owners', async () => {
    const { host, property, owner, acme, key } = await scene();
    const [member, stranger] = [await person(app, 'Mia'), await person(app, 'Sten')];
    await join(acme, member);
    const all = await grantTo(app, host, acme, ['bookings']);
    const one = await grantTo(app, host, acme, ['calendar'], property);
    const ofAcme = `/v1/organisations/${acme.id}/grants`;
    const expected = [one.id, all.id];
    expect(await idsIn('/v1/users/me/grants', host.token)).toEqual(expected);
    for (const { token } of [owner, member]) expect(await idsIn(ofAcme, token)).toEqual(expected);
    for (const { token } of [stranger, host]) expect((await app.get(ofAcme, token)).status).toBe(404);
    expect(await idsIn('/v1/users/me/grants', owner.token)).toEqual([]);
    for (const { token } of [host, owner, member])
      expect((await app.get(`/v1/grants/${one.id}`, token)).body).toEqual(one);
    expect((await app.get(`/v1/grants/${one.id}`, stranger.token)).status).toBe(404);
    const statuses = [];
    for (const token of [key.key, stranger.token, member.token, owner.token, host.token])
      statuses.push((await end(one, token)).status);
    expect(statuses).toEqual([403, 404, 403, 204, 404]);
    expect(await idsIn(ofAcme, member.token)).toEqual([all.id]);
    expect((await blocks(property, key.key)).status).toBe(403);
  });

  it('comes in pages, over both doors', async () => {
    const { host, property, owner, acme } = await scene();
    const made = [await grantTo(app, host, acme, ['bookings']), await grantTo(app, host, acme, ['listing'], property)];
    const first = await app.get<Page<Grant>>('/v1/users/me/grants?limit=1', host.token);
    const next = `/v1/users/me/grants?limit=1&cursor=${first.body.nextCursor}`;
    expect([...first.body.data, ...(await app.get<Page<Grant>>(next, host.token)).body.data]).toEqual(made.reverse());
    const fields = '{ totalCount { value } nodes { id } }';
    const listed = { totalCount: { value: 2 }, nodes: made.map(({ id }) => ({ id })) };
    const mine = await app.graphql(`{ accessGrants ${fields} }`, {}, host.token);
    expect(mine.data).toEqual({ accessGrants: listed });
    const query = `query ($id: ID!) { organisationAccessGrants(organisationId: $id) ${fields} }`;
    const theirs = await app.graphql(query, { id: acme.id }, owner.token);
    expect(theirs.data).toEqual({ organisationAccessGrants: listed });
    const over = 'mutation ($id: ID!) { deleteAccessGrant(id: $id) { id } }';
    for (const { id } of made)
      expect((await app.graphql(over, { id }, host.token)).data).toEqual({ deleteAccessGrant: { id } });
    const again = 'mutation ($i: CreateAccessGrantInput!) { createAccessGrant(input: $i) { propertyId permissions } }';
    const input = { organisationSlug: acme.slug, permissions: ['calendar'] };
    const created = await app.graphql(again, { i: input }, host.token);
    expect(created.data).toEqual({ createAccessGrant: { propertyId: null, permissions: ['calendar'] } });
  });

  it('makes the organisation no co-host, who could be listed, changed or parted with as one', async () => {
    const { host, property, acme, key } = await scene();
    await grantTo(app, host, acme, ['calendar'], property);
    const query = 'query ($p: ID!) { coHosts(propertyId: $p) { totalCount { value } nodes { userId } } }';
    const listed = await app.graphql(query, { p: property }, host.token);
    expect(listed.data).toEqual({ coHosts: { totalCount: { value: 0 }, nodes: [] } });
    const path = `/v1/properties/${property}/co-hosts/${acme.id}`;
    expect((await app.call('DELETE', path, { token: host.token })).status).toBe(404);
    expect((await blocks(property, key.key)).status).toBe(200);
  });

  it('is in the audit log with who gave it and who ended it; what is done by it, with the key', async () => {
    const { host, property, owner, acme, key } = await scene();
    const given = await grantTo(app, host, acme, ['calendar'], property);
    expectStatus(await app.post(`/v1/properties/${property}/blocks`, freshNights(), key.key), 201);
    expectStatus(await end(given, owner.token), 204);
    const { token } = await staff(app, 'admin');
    const entries = async (id: string, action: string) =>
      (await app.get<Page<object>>(`/v1/audit-entries?subjectId=${id}&action=${action}`, token)).body.data;
    const terms = { hostId: host.id, organisationId: acme.id, propertyId: property, permissions: ['calendar'] };
    expect(await entries(given.id, 'access_grant')).toMatchObject([
      { action: 'access_grant.ended', actorId: owner.id, before: terms },
      { action: 'access_grant.created', actorId: host.id, after: terms },
    ]);
    expect(await entries(property, 'block.created')).toMatchObject([
      { actorKind: 'api_key', actorId: key.id, organisationId: acme.id },
    ]);
  });
});
