import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, waitFor, type Person } from '#testing';
import { unzip } from '../support/unzip.js';

/** A letter that was written some time ago, as it is kept. */
const letter = (app: TestApp, to: string, subject: string, userId: string | null) =>
  app.sql(
    `INSERT INTO mails (id, user_id, recipient, subject, body, created_at, sent_at)
     VALUES (gen_random_uuid(), $3, $1, $2, 'Hello', '2026-01-01', '2026-01-01')`,
    [to, subject, userId],
  );

const subjects = async (app: TestApp) =>
  (await app.sql<{ subject: string }>('SELECT subject FROM mails')).map(({ subject }) => subject);

const erase = async (app: TestApp, who: Person) =>
  expect((await app.post('/v1/users/me/erasure', undefined, who.token)).status).toBe(204);

async function lettersIn(app: TestApp, who: Person): Promise<string> {
  const path = '/v1/users/me/exports';
  const { id } = expectStatus(await app.post<{ id: string }>(path, undefined, who.token), 202);
  const url = await waitFor('the export', async () => {
    const { body } = await app.get<{ downloadUrl: string | null }>(`${path}/${id}`, who.token);
    return body.downloadUrl ?? undefined;
  });
  const answer = await fetch(url);
  return (await unzip(Buffer.from(await answer.arrayBuffer()))).get('letters.json') ?? '';
}

describe('an address that was another’s before', () => {
  let app: TestApp;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    await place(app, host);
  });
  afterAll(() => app.stop());

  const invite = (email: string) =>
    app.sql(
      `INSERT INTO co_host_invitations (id, host_id, property_id, email, permissions, created_at, expires_at)
       SELECT gen_random_uuid(), host_id, id, $2, '{listing}', now(), 'infinity' FROM properties WHERE host_id = $1`,
      [host.id, email],
    );

  it('does not make its letters and invitations those of whoever registers with it', async () => {
    const nora = await person(app, 'Nora');
    await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [nora.id]);
    await letter(app, nora.email, 'To the owner before', null);
    await letter(app, nora.email, 'To the account before', host.id);
    await letter(app, 'former@example.com', 'To Nora', nora.id);
    await invite(nora.email);
    const told = await lettersIn(app, nora);
    expect(told).toContain('To Nora');
    expect(told).not.toContain('before');
    await erase(app, nora);
    expect(await subjects(app)).toEqual(expect.arrayContaining(['To the owner before', 'To the account before']));
    expect(await subjects(app)).not.toContain('To Nora');
    expect(await app.sql('SELECT FROM co_host_invitations WHERE email = $1', [nora.email])).toHaveLength(1);
  });

  it('has its letters from when it was shown to be theirs, and its invitations', async () => {
    const nils = await person(app, 'Nils');
    await app.sql(`UPDATE users SET email_verified_at = '2025-12-01' WHERE id = $1`, [nils.id]);
    await letter(app, nils.email, 'An invitation', null);
    await invite(nils.email);
    expect(await lettersIn(app, nils)).toContain('An invitation');
    await erase(app, nils);
    expect(await subjects(app)).not.toContain('An invitation');
    expect(await app.sql('SELECT FROM co_host_invitations WHERE email = $1', [nils.email])).toEqual([]);
  });

  it('gets no letter of the account once that is erased', async () => {
    const ada = await person(app, 'Ada');
    await erase(app, ada);
    await expect(letter(app, ada.email, 'Too late', ada.id)).rejects.toThrow(/erased/);
  });
});
