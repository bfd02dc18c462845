import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, propertyBody, TestApp, type Person, type ProblemAnswer } from '#testing';
import { codeOf, login, reset, resetToken, verificationToken, verify } from '../support/accounts.js';
import { grant } from '../support/grants.js';
import { apiKey, grantTo, organisation } from '../support/partners.js';

const NEW_PASSWORD = 'three herons on a wet roof 9';
const ALL = ['properties:read', 'properties:write', 'calendar:read'];

describe('an account that somebody else has made with one’s address, and that is taken over by resetting its password', () => {
  let app: TestApp;
  let attacker: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    attacker = await person(app, 'Eve');
  });
  afterAll(() => app.stop());

  const draft = async ({ token }: Person): Promise<string> =>
    expectStatus(await app.post<{ id: string }>('/v1/properties', propertyBody(), token), 201).id;
  const invite = (at: string, { token }: Person) =>
    app.post(`/v1/properties/${at}/co-hosts`, { email: 'eve.too@example.com', permissions: ['calendar'] }, token);
  const takenOver = async (victim: Person): Promise<Person> => {
    expect(codeOf(await reset(app, await resetToken(app, victim), NEW_PASSWORD))).toBe('204');
    return { ...victim, token: expectStatus(await login(app, victim, NEW_PASSWORD), 200).accessToken };
  };
  const blocks = (property: string, token: string) =>
    app.get<ProblemAnswer>(`/v1/properties/${property}/blocks`, token);
  const isOpen = (table: string, column: string, { id }: Person) =>
    app.sql(`SELECT FROM ${table} WHERE ${column} = $1`, [id]);

  it('lets no partner in at the places that its owner makes, nor at those that were there', async () => {
    const works = await organisation(app, attacker);
    const { key } = await apiKey(app, attacker, works, ALL);
    const victim = await person(app, 'Vera');
    const before = await draft(victim);
    await grantTo(app, victim, works, ['listing', 'calendar']);
    expect((await blocks(before, key)).status).toBe(200);
    const owner = await takenOver(victim);
    const after = await draft(owner);
    expect([codeOf(await blocks(before, key)), codeOf(await blocks(after, key))]).toEqual([
      '404 not_found',
      '404 not_found',
    ]);
    const renamed = await app.call('PATCH', `/v1/properties/${after}`, {
      token: key,
      headers: { 'if-match': '*' },
      body: { title: 'Taken' },
    });
    expect(renamed.status).toBe(404);
    expect((await app.get<{ data: unknown[] }>('/v1/users/me/grants', owner.token)).body.data).toEqual([]);
  });

  it('has no co-hosts, and no open invitations of co-hosts or members', async () => {
    const victim = await person(app, 'Vera');
    const property = await draft(victim);
    await grant(app, { host: victim, holder: attacker, property, permissions: ['calendar'] });
    expectStatus(await invite(property, victim), 201);
    const works = await organisation(app, victim);
    const member = { email: 'eve.too@example.com', role: 'owner' };
    expectStatus(await app.post(`/v1/organisations/${works.id}/invitations`, member, victim.token), 201);
    expect((await blocks(property, attacker.token)).status).toBe(200);
    const owner = await takenOver(victim);
    expect(codeOf(await blocks(property, attacker.token))).toBe('404 not_found');
    const open = await app.get<{ data: unknown[] }>(`/v1/properties/${property}/co-host-invitations`, owner.token);
    expect(expectStatus(open, 200).data).toEqual([]);
    expect(await isOpen('organisation_invitations', 'invited_by', victim)).toEqual([]);
  });

  it('has no keys that whoever made it knows, from the answer on', async () => {
    const victim = await person(app, 'Vera');
    const { key } = await apiKey(app, victim, await organisation(app, victim), ALL);
    const list = () => app.get<ProblemAnswer>('/v1/properties?mine=true', key);
    expect((await list()).status).toBe(200);
    await takenOver(victim);
    expect((await list()).status).toBe(401);
  });

  it('says in the audit log how much of it has ended', async () => {
    const works = await organisation(app, attacker);
    const victim = await person(app, 'Vera');
    await grantTo(app, victim, works, ['calendar']);
    expectStatus(await invite(await draft(victim), victim), 201);
    await takenOver(victim);
    const entries = await app.sql(
      `SELECT after FROM audit_entries WHERE action = 'password.reset' AND subject_id = $1`,
      [victim.id],
    );
    expect(entries).toEqual([{ after: { grants: 1, invitations: 1, keys: 0 } }]);
  });

  it('keeps all of it where its address was confirmed before: that it was given by its owner is known', async () => {
    const works = await organisation(app, attacker);
    const { key } = await apiKey(app, attacker, works, ALL);
    const owner = await person(app, 'Olga');
    expectStatus(await verify(app, await verificationToken(app, owner)), 204);
    const property = await draft(owner);
    await grantTo(app, owner, works, ['calendar']);
    expectStatus(await invite(property, owner), 201);
    const { key: own } = await apiKey(app, owner, await organisation(app, owner), ALL);
    const { token } = await takenOver(owner);
    expect((await blocks(property, key)).status).toBe(200);
    expect((await app.get('/v1/properties?mine=true', own)).status).toBe(200);
    const open = await app.get<{ data: unknown[] }>(`/v1/properties/${property}/co-host-invitations`, token);
    expect(open.body.data).toHaveLength(1);
  });
});
