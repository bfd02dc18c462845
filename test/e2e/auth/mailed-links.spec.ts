import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, TestApp, waitFor, type Person } from '#testing';
import { codeOf, firstLink, login, resetToken, verificationToken } from '../support/accounts.js';
import { letterTo, readLetters } from '../support/letters.js';

const TAKE = /^Confirm your new e-mail address/;
const LEAVE = /^Confirm that your e-mail address is to change/;

describe('links in letters', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    ada = await person(app);
  });
  afterAll(() => app.stop());

  /** The columns, of all tables, in which a text is to be found. */
  async function columnsWith(text: string): Promise<string[]> {
    const columns = await app.sql<{ name: string; column: string }>(
      `SELECT table_name AS name, column_name AS column
       FROM information_schema.columns
       WHERE table_schema = 'public'
         AND (data_type IN ('text', 'jsonb', 'json', 'bytea', 'character varying', 'ARRAY') OR udt_name = 'citext')`,
    );
    const found = columns.map(async ({ name, column }) => {
      const rows = await app.sql(`SELECT FROM "${name}" WHERE position($1 IN "${column}"::text) > 0 LIMIT 1`, [text]);
      return rows.length > 0 ? [`${name}.${column}`] : [];
    });
    return (await Promise.all(found)).flat();
  }

  it('are in the letters, and nowhere in the database: neither before they are sent nor after', async () => {
    // What was asked for while no mail goes out waits in its table.
    await app.sql(`ALTER TABLE mails ADD CONSTRAINT held CHECK (attempts = 0) NOT VALID`);
    expectStatus(await app.post('/v1/auth/password-resets', { email: ada.email }), 202);
    const waiting = await waitFor('a sealed letter', async () =>
      (await app.sql<{ body: string }>(`SELECT body FROM mails WHERE subject = 'Reset your password'`)).at(0),
    );
    expect(waiting.body).not.toMatch(/token|http|Hello/);
    await app.sql('ALTER TABLE mails DROP CONSTRAINT held');
    const resetting = await firstLink(app, ada, /^Reset your password/);
    const verifying = await verificationToken(app, ada);
    await app.post('/v1/users/me/email', { email: 'ada.king@example.org', password: PASSWORD }, ada.token);
    const leaving = await firstLink(app, ada, LEAVE);
    const taking = await firstLink(app, { email: 'ada.king@example.org' }, TAKE);
    expect(await columnsWith(ada.id)).toContain('events.payload');
    for (const token of [resetting, verifying, leaving, taking]) expect(await columnsWith(token)).toEqual([]);
    expect(await app.sql(`SELECT FROM mails WHERE sealed AND sent_at IS NOT NULL AND body <> ''`)).toEqual([]);
  });

  it('leave nothing of an address in the outbox', async () => {
    const nobody = 'somebody.who.is.not.here@example.com';
    expectStatus(await app.post('/v1/auth/password-resets', { email: nobody }), 202);
    await app.advance('PT1S');
    expect(await columnsWith(nobody)).toEqual([]);
  });

  it.each(['verify-email', 'change-email', 'reset-password'])('lead to a page of our own: %s', async (page) => {
    const answer = await app.get<string>(`/account/${page}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(answer.body).not.toMatch(/<script>|onclick|https?:/);
    const path = /data-path="(\S+)"/.exec(answer.body)?.[1] ?? '';
    expect(
      codeOf(await app.post(path, { token: 'none', ...(page === 'reset-password' && { password: PASSWORD }) })),
    ).toBe('400 invalid_code');
  });

  it('lead to pages whose script is served, and to no others', async () => {
    const script = await app.get<string>('/account/account.js');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.body).toContain('history.replaceState');
    expect((await app.get('/account/evil')).status).toBe(404);
  });

  it('are forgotten a day after they are over, by wall time', async () => {
    await resetToken(app, ada);
    await app.advance('P40D');
    const rows = async () =>
      (await app.sql(`SELECT id FROM mailed_codes UNION ALL SELECT id FROM email_changes`)).length;
    expect(await rows()).toBeGreaterThan(2);
    await app.sql(`UPDATE mailed_codes SET expires_at = now() - interval '25 hours'`);
    await app.sql(`UPDATE email_changes SET expires_at = now() - interval '25 hours'`);
    await app.sql(
      `INSERT INTO code_requests VALUES (gen_random_uuid(), 'verify_email', 'old@example.com', now() - interval '25 hours')`,
    );
    await app.advance('PT1H');
    expect([await rows(), (await app.sql('SELECT FROM code_requests')).length]).toEqual([0, 0]);
  });
});

describe('links in letters, where pages of one’s own are set', () => {
  it('lead there, and ours are not served', async () => {
    const app = await TestApp.start({ ACCOUNT_PAGES_URL: 'https://www.example.com/me/' });
    try {
      const ada = await person(app);
      await firstLink(app, ada, /^Confirm your e-mail address/);
      const texts = (await readLetters(app, ada)).map(({ text }) => text).join('\n');
      expect(texts).toMatch(/\nhttps:\/\/www\.example\.com\/me\/verify-email#token=[\w-]{71}\n/);
      expect((await app.get('/account/verify-email')).status).toBe(404);
    } finally {
      await app.stop();
    }
  });
});

describe('a refresh token that comes again long after', () => {
  it('ends the session, and its owner is told by mail', async () => {
    const app = await TestApp.start({ REFRESH_GRACE_SECONDS: '0' });
    try {
      const ada = await person(app);
      const { refreshToken } = expectStatus(await login(app, ada), 200);
      expectStatus(await app.post('/v1/auth/refresh', { refreshToken }), 200);
      expect((await app.post('/v1/auth/refresh', { refreshToken })).status).toBe(401);
      await letterTo(app, ada, /^You were signed out: someone used an old key of yours/);
    } finally {
      await app.stop();
    }
  });
});

describe('the limits of links', () => {
  it('are one a minute and five an hour to an address, whether it has an account or not, and thirty an hour from one', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on', RATE_EMAIL_CODES_PER_MINUTE: '100', TRUSTED_PROXIES: '1' });
    try {
      const ada = await person(app);
      const ask = async (email: string, path: string, from: string) =>
        codeOf(await app.call('POST', path, { body: { email }, headers: { 'x-forwarded-for': from } }));
      const [resets, verifications] = ['/v1/auth/password-resets', '/v1/auth/email-verifications'];
      for (const email of [ada.email, 'nobody@example.com']) {
        const codes: string[] = [];
        for (let time = 0; time < 6; time += 1) {
          codes.push(await ask(email.toUpperCase(), time % 2 ? resets : verifications, `10.0.0.${time}`));
        }
        expect(codes).toEqual([...Array<string>(5).fill('202'), '429 too_many_requests']);
      }
      const many: string[] = [];
      for (let time = 0; time < 31; time += 1) many.push(await ask(`nobody.${time}@example.com`, resets, '10.1.0.1'));
      expect([many.slice(0, 30).every((code) => code === '202'), many[30]]).toEqual([true, '429 too_many_requests']);
      const tries: string[] = [];
      for (let time = 0; time < 31; time += 1) tries.push(codeOf(await confirmFrom(app, '10.2.0.1')));
      expect([tries[29], tries[30]]).toEqual(['400 invalid_code', '429 too_many_requests']);
    } finally {
      await app.stop();
    }
  });
});

function confirmFrom(app: TestApp, from: string) {
  return app.call<{ code: string }>('POST', '/v1/auth/email-changes/confirm', {
    body: { token: 'none' },
    headers: { 'x-forwarded-for': from },
  });
}
