import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailedLinks, type PagePurpose } from '#auth';
import { expectStatus, PASSWORD, person, place, TestApp, testConfig, type Person } from '#testing';
import { firstLink } from '../support/accounts.js';
import { withPhone } from '../support/authenticator-app.js';

const PURPOSES: Record<PagePurpose, true> = {
  verify_email: true,
  reset_password: true,
  leave_email: true,
  take_email: true,
  accept_invitation: true,
  end_alerts: true,
};

describe('the pages that letters link to', () => {
  let app: TestApp;
  let host: Person;
  let property: string;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    property = await place(app, host);
  });
  afterAll(() => app.stop());

  it.each(Object.keys(PURPOSES) as PagePurpose[])(
    'are there for %s, and send to operations that are',
    async (purpose) => {
      const links = new MailedLinks(testConfig(app.database.url));
      const link = new URL(links.linkTo(purpose, { id: host.id, expiresAt: new Date() }));
      const page = await app.get<string>(link.pathname);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const sentTo = [...page.body.matchAll(/"(\/v1\/\S+)"/g)].map(([, path = '']) => path);
      const posts = app.contract.routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
      expect(sentTo.length).toBeGreaterThan(0);
      expect(sentTo.filter((path) => !posts.includes(path))).toEqual([]);
      const script = /src="(\S+)"/.exec(page.body)?.[1] ?? '';
      expect((await app.get(script)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    },
  );

  /** Opens the link of an invitation as a browser would, and sends the form; what the page says then. */
  const accept = async (reader: Person, token: string): Promise<string> => {
    const { body: html } = await app.get<string>('/account/accept-invitation');
    const { body: script } = await app.get<string>('/account/invitation.js');
    const data = (name: string) => new RegExp(`data-${name}="([^"]+)"`).exec(html)?.[1];
    const dataset = {
      path: data('path'),
      accept: data('accept'),
      leave: data('leave'),
      done: data('done'),
      secondFactor: data('second-factor'),
    };
    const button = { disabled: false };
    const said = { textContent: '' };
    let submit: ((event: object) => Promise<void>) | undefined;
    const form = {
      dataset,
      querySelector: () => button,
      addEventListener: (_name: string, listener: typeof submit) => (submit = listener),
    };
    runInNewContext(script, {
      document: { querySelector: (what: string) => (what === 'form' ? form : said) },
      location: { hash: `#token=${token}`, pathname: '/account/accept-invitation' },
      history: { replaceState: () => undefined },
      fetch: (path: string, init: RequestInit) => fetch(`${app.url}${path}`, init),
      FormData: class {
        *[Symbol.iterator]() {
          yield* [
            ['email', reader.email],
            ['password', PASSWORD],
          ];
        }
      },
      URLSearchParams,
      atob,
    });
    await submit?.({ preventDefault: () => undefined });
    return said.textContent;
  };
  const invited = async (reader: Person): Promise<string> => {
    const body = { email: reader.email, permissions: ['calendar'] };
    expectStatus(await app.post(`/v1/properties/${property}/co-hosts`, body, host.token), 201);
    return firstLink(app, reader, /invites you/);
  };
  const isCoHost = async ({ id }: Person) =>
    (await app.get(`/v1/properties/${property}/co-hosts/${id}`, host.token)).status === 200;

  it('make a co-host of whoever signs in there, and sign them out again', async () => {
    const cora = await person(app, 'Cora');
    const token = await invited(cora);
    const open = 'SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL';
    const before = await app.sql(open, [cora.id]);
    expect(await accept(cora, 'none')).toMatch(/\. /);
    expect(await isCoHost(cora)).toBe(false);
    expect(await accept(cora, token)).toMatch(/^You are a co-host now/);
    expect(await isCoHost(cora)).toBe(true);
    expect(await app.sql(open, [cora.id])).toEqual(before);
  });

  it('say what to do when a second factor is asked for', async () => {
    const tom = await person(app, 'Tom');
    const token = await invited(tom);
    await withPhone(app, tom);
    expect(await accept(tom, token)).toMatch(/second step, .* sign in where you use Roost/);
    expect(await isCoHost(tom)).toBe(false);
  });
});
