import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, waitFor, type Person, type ProblemAnswer } from '#testing';
import { staff } from '../support/staff.js';

/** What the tests read of a consent. */
interface Consent {
  id: string;
  document: string;
  version: string;
  via: string;
  withdrawnAt: string | null;
}

const terms = (document: string, version: string, more: object = {}) => ({
  document,
  version,
  url: `https://www.example.com/${document}/${version}`,
  sha256: 'ab'.repeat(32),
  required: false,
  ...more,
});

describe('what people agree to', () => {
  let app: TestApp;
  let admin: Person;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = await staff(app, 'admin');
    ada = await person(app);
  });
  afterAll(() => app.stop());

  const publish = (body: object, by = admin) => app.post<ProblemAnswer>('/v1/terms', body, by.token);
  const inForce = async () =>
    (await app.get<{ data: { document: string; version: string }[] }>('/v1/terms')).body.data.map(
      ({ document, version }) => `${document} ${version}`,
    );
  const register = (consents?: object[]) => {
    const email = `${randomUUID()}@example.com`;
    const body = { email, password: PASSWORD, firstName: 'Una', lastName: '', ...(consents && { consents }) };
    return app.post<ProblemAnswer & { user: { id: string }; accessToken: string }>('/v1/auth/register', body);
  };
  const listed = async (token: string) =>
    (await app.get<{ data: Consent[] }>('/v1/users/me/consents', token)).body.data;
  const agree = (body: object, token: string) =>
    app.post<Consent & ProblemAnswer>('/v1/users/me/consents', body, token);
  const withdraw = (id: string, token: string) =>
    app.call<ProblemAnswer>('DELETE', `/v1/users/me/consents/${id}`, { token });

  it('is nothing to begin with: who registers need not agree to anything', async () => {
    expect(await inForce()).toEqual([]);
    expect((await register()).status).toBe(201);
  });

  it('is published by admins alone, once, and not for days that are over', async () => {
    expectStatus(await publish(terms('newsletter', '1')), 201);
    expect((await publish(terms('newsletter', '1', { required: true }))).body.code).toBe('terms_published');
    expect((await publish(terms('newsletter', '2'), ada)).status).toBe(403);
    const past = await publish(terms('newsletter', '2', { effectiveAt: '2020-01-01T00:00:00Z' }));
    expect(past.body.errors).toEqual([expect.objectContaining({ pointer: '/effectiveAt', code: 'past' })]);
    const wrong = await publish(terms('News!', '2', { url: 'javascript:alert(1)', sha256: 'x' }));
    expect(wrong.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/document', '/sha256', '/url']);
    expect(await inForce()).toEqual(['newsletter 1']);
  });

  it('takes the place of the version before when its time has come', async () => {
    const effectiveAt = new Date(Date.parse('2026-11-23T12:00:00Z') + 86_400_000).toISOString();
    expectStatus(await publish(terms('newsletter', '2', { effectiveAt })), 201);
    expect(await inForce()).toEqual(['newsletter 1']);
    expect((await agree({ document: 'newsletter', version: '2' }, ada.token)).status).toBe(422);
    await app.advance('P2D');
    expect(await inForce()).toEqual(['newsletter 2']);
  });

  it('is agreed to in the version in force, once, and taken back', async () => {
    const old = await agree({ document: 'newsletter', version: '1' }, ada.token);
    expect([old.status, old.body.code]).toEqual([422, 'consent_not_current']);
    expect(old.body.errors).toEqual([
      { pointer: '/version', code: 'not_current', message: 'must be the version in force, 2' },
    ]);
    const first = expectStatus(await agree({ document: 'newsletter', version: '2' }, ada.token), 201);
    expect(expectStatus(await agree({ document: 'newsletter', version: '2' }, ada.token), 201)).toEqual(first);
    expect((await withdraw(first.id, (await person(app, 'Sam')).token)).status).toBe(404);
    for (let time = 1; time <= 2; time += 1) expect((await withdraw(first.id, ada.token)).status).toBe(204);
    const again = expectStatus(await agree({ document: 'newsletter', version: '2' }, ada.token), 201);
    expect((await listed(ada.token)).map(({ id, withdrawnAt }) => [id, withdrawnAt !== null])).toEqual([
      [again.id, false],
      [first.id, true],
    ]);
  });

  it('is asked of who registers, where it is required, by its version', async () => {
    expectStatus(await publish(terms('terms_of_service', 'a', { required: true })), 201);
    const without = await register();
    expect([without.status, without.body.code]).toEqual([422, 'consent_not_current']);
    expect(without.body.errors).toEqual([
      { pointer: '/consents', code: 'required', message: 'must name terms_of_service a' },
    ]);
    const wrong = await register([
      { document: 'newsletter', version: '1' },
      { document: 'nothing', version: '1' },
      { document: 'terms_of_service', version: 'b' },
    ]);
    expect(wrong.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/consents/0/version not_current',
      '/consents/1/document unknown',
      '/consents/2/version not_current',
    ]);
    const { accessToken } = expectStatus(await register([{ document: 'terms_of_service', version: 'a' }]), 201);
    const [consent] = await listed(accessToken);
    expect(consent).toMatchObject({
      document: 'terms_of_service',
      version: 'a',
      via: 'registration',
      withdrawnAt: null,
    });
    const refused = await withdraw(consent?.id ?? '', accessToken);
    expect([refused.status, refused.body.code]).toEqual([409, 'consent_required']);
  });

  it('is proof: nobody changes it afterwards, and it outlives the account without a name', async () => {
    const { user, accessToken } = expectStatus(await register([{ document: 'terms_of_service', version: 'a' }]), 201);
    for (const change of [
      `UPDATE consents SET given_at = now() WHERE user_id = $1`,
      `DELETE FROM consents WHERE user_id = $1`,
      `UPDATE consents SET withdrawn_at = now(), via = 'account' WHERE user_id = $1`,
    ])
      await expect(app.sql(change, [user.id])).rejects.toThrow('append-only');
    await expect(app.sql(`UPDATE terms SET url = 'https://other.example.com/'`)).rejects.toThrow('append-only');
    expect((await app.post('/v1/users/me/erasure', undefined, accessToken)).status).toBe(204);
    expect(await app.sql('SELECT via FROM consents WHERE user_id = $1', [user.id])).toEqual([{ via: 'registration' }]);
  });
});

describe('what people agree to, where nobody learns who has an account', () => {
  it('is kept until the account is made', async () => {
    const app = await TestApp.start({ REGISTRATION_ANSWER: '202' });
    try {
      await app.sql(
        `WITH admin AS (
           INSERT INTO users (id, first_name, last_name, created_at, updated_at)
           VALUES (gen_random_uuid(), 'Root', '', now(), now())
           RETURNING id)
         INSERT INTO terms (id, document, version, url, sha256, required, effective_at, published_at, published_by)
         SELECT gen_random_uuid(), 'terms', '1', 'https://www.example.com/', repeat('0', 64), true, '2020-01-01', '2020-01-01', id
         FROM admin`,
      );
      const body = { email: 'rita@example.com', password: PASSWORD, firstName: 'Rita', lastName: '' };
      expect((await app.post('/v1/auth/register', body)).status).toBe(422);
      const consents = [{ document: 'terms', version: '1' }];
      expectStatus(await app.post('/v1/auth/register', { ...body, consents }), 202);
      const kept = await waitFor('the consent', async () => (await app.sql('SELECT via FROM consents')).at(0));
      expect(kept).toEqual({ via: 'registration' });
    } finally {
      await app.stop();
    }
  });
});
