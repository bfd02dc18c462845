import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, type Answer, type Person, type TestApp } from '#testing';
import { API, Browser, PAGE } from '../e2e/support/browser.js';
import { Elsewhere } from '../e2e/support/elsewhere.js';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { inBatches } from './crowd.js';

const OURS = new URL(PAGE).origin;
const IN_COOKIE = { 'refresh-token-in': 'cookie' };

/** Origins of others, however much like ours they look. */
const FOREIGN = [
  ...['https://evil.example', 'null', '', 'file://', 'https://roost.test', 'https://blog.roost.test'],
  ...['http://www.roost.test', 'https://www.roost.test:8443', 'https://www.roost.test.evil.example'],
  ...['https://evilwww.roost.test', 'https://www-roost.test', 'https://www.roost.test@evil.example'],
  ...[
    'https://www.roost.tést',
    'https://www.roost.test,https://evil.example',
    'https://evil.example https://www.roost.test',
  ],
  ...[
    'https://www.roost.test/',
    'https://www.roost.test%00.evil.example',
    'https://api.roost.test.',
    'http://localhost',
  ],
];
const TYPES = [
  ...['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'],
  ...['application/json; charset=utf-8', 'text/plain; application/json', 'application/csp-report', undefined],
];
const SITES = ['cross-site', 'same-site', undefined];
const METHODS = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'HEAD'];

interface Tokens {
  accessToken: string;
  refreshToken: string | null;
}

describe('I5: pages of other sites', () => {
  const from = seed();
  const random = seeded(from);
  let elsewhere: Elsewhere;
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    elsewhere = await Elsewhere.start({ CORS_ORIGINS: OURS });
    ({ app } = elsewhere);
    ada = await person(app);
  });
  afterAll(() => elsewhere.stop());

  const chosen = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const login = (headers: Record<string, string> = {}, more: object = {}) =>
    app.call<Tokens>('POST', '/v1/auth/login', { body: { email: ada.email, password: PASSWORD, ...more }, headers });
  const cookieOf = ({ headers }: Answer): string => (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';

  /** A request such as a page of another site can have a browser send, with the reader's cookies. */
  function sentByAPage(cookie: string): Promise<Response> {
    const method = chosen(METHODS) ?? 'POST';
    const [type, origin, site] = [chosen(TYPES), chosen(FOREIGN), chosen(SITES)];
    const headers = new Headers({ cookie });
    if (type !== undefined) headers.set('content-type', type);
    // Fetch sends no Origin that is not one; what is left of those says what a page of that site would.
    if (origin !== undefined) headers.set('origin', encodeURI(origin));
    if (site !== undefined) headers.set('sec-fetch-site', site);
    // No page can without a preflight, which is refused; one that could is stopped all the same.
    if (random() < 0.5) headers.set('refresh-token-in', 'cookie');
    const path = chosen([
      '/v1/auth/refresh',
      '/v1/auth/logout',
      '/graphql',
      '/v1/auth/refresh?refreshToken=',
      '/v1/auth//refresh',
    ]);
    const body =
      path === '/graphql' ? JSON.stringify({ query: 'mutation { refresh(input: {}) { accessToken } }' }) : '{}';
    return fetch(`${app.url}${path}`, {
      method,
      headers,
      body: method === 'GET' || method === 'HEAD' ? undefined : body,
      redirect: 'manual',
    });
  }

  it(
    'neither refresh nor end a session by its cookie, and read nothing',
    async () => {
      const tries = count(300, 10_000);
      const cookie = cookieOf(await login(IN_COOKIE));
      const answers = await inBatches(tries, 8, async () => {
        const answer = await sentByAPage(cookie);
        const said = await answer.text();
        const isRead = answer.headers.get('access-control-allow-origin') !== null;
        const isIn =
          /"accessToken":"/.test(said) || answer.headers.getSetCookie().some((each) => !each.includes('Max-Age=0'));
        return isRead || isIn ? [`answered ${answer.status} ${JSON.stringify([...answer.headers])} ${said}`] : [];
      });
      const found = answers.flat();
      const after = await app.call('POST', '/v1/auth/refresh', {
        body: {},
        headers: { ...IN_COOKIE, cookie, origin: OURS },
      });
      if (after.status !== 200) found.push(`the session has ended: ${after.status}`);
      tell('I5 requests forged by other sites', { seed: from, tries, found });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it('are told by no operation that they may read it, least of all with credentials', async () => {
    const found: string[] = [];
    const { routes } = app.contract;
    for (const { path } of routes) {
      const origin = encodeURI(chosen(FOREIGN) ?? 'null');
      for (const method of ['OPTIONS', 'GET']) {
        const { headers, status } = await fetch(`${app.url}${path.replace(/\{\w+\}/g, 'none')}`, {
          method,
          headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }) },
        });
        const allowed = [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
        if (allowed[0] !== null) found.push(`${method} ${path} for ${origin}: ${status} ${allowed.join()}`);
      }
    }
    tell('I5 origins of others', { seed: from, tries: 2 * routes.length, found });
    expect(found).toEqual([]);
    expect(routes.length).toBeGreaterThan(50);
    const ours = await fetch(`${app.url}/v1/users/me`, { headers: { origin: OURS } });
    expect(ours.headers.get('access-control-allow-origin')).toBe(OURS);
  });

  it('cannot have somebody sign in to a session that they have chosen', async () => {
    const eve = await login(IN_COOKIE);
    const [session, refreshToken] = [await sessionOf(eve), expectStatus(await login(), 200).refreshToken];
    const cookie = cookieOf(eve);
    const opened = new Set([session]);
    const brought: Record<string, string>[] = [
      { ...IN_COOKIE, cookie },
      { cookie },
      { authorization: `Bearer ${eve.body.accessToken}` },
      { ...IN_COOKIE, cookie, authorization: `Bearer ${eve.body.accessToken}` },
      { ...IN_COOKIE, cookie: `${cookie}; ${cookie}`, 'x-session-id': session },
    ];
    for (const headers of brought) {
      const answer = await login(headers);
      expectStatus(answer, 200);
      expect(opened).not.toContain(await sessionOf(answer));
      opened.add(await sessionOf(answer));
      expect([cookieOf(answer), answer.body.refreshToken]).not.toContain(cookie);
      expect(answer.body.refreshToken).not.toBe(refreshToken);
    }
    for (const name of ['sid', 'sessionId', 'refreshToken', 'accessToken', 'id', 'userId'])
      expect((await login({}, { [name]: session })).status).toBe(400);
    tell('I5 sessions that were chosen for somebody', { seed: from, tries: brought.length + 6, found: [] });
  });

  const sessionOf = async ({ body }: Answer<Tokens>): Promise<string> => {
    const { sid } = JSON.parse(Buffer.from(body.accessToken.split('.')[1] ?? '', 'base64url').toString()) as {
      sid: string;
    };
    return Promise.resolve(sid);
  };

  it(
    'are not where people are sent after signing in elsewhere, however their address is spelt',
    async () => {
      const tries = count(200, 5000);
      const found: string[] = [];
      let taken = 0;
      const pieces = [
        ...[
          'https:',
          'http:',
          'javascript:',
          'data:',
          '//',
          '/',
          '\\',
          '\\\\',
          '///',
          '@',
          ':',
          '?',
          '#',
          '.',
          ';',
          '%2f',
          '%5c',
        ],
        ...[
          '%00',
          '\t',
          '\n',
          ' ',
          '%09',
          'www.roost.test',
          'evil.example',
          'roost.test',
          'www.roost.test',
          '%40',
          '。',
          '／',
          ':443',
        ],
        ...['[::1]', 'xn--', 'user', '/signed-in', '..'],
      ];
      const comesBackTo = async (returnTo: string): Promise<void> => {
        const { status } = await new Browser(app).begin('plain', returnTo);
        if (status !== 200) return;
        taken += 1;
        if (new URL(returnTo).origin !== OURS) found.push(JSON.stringify(returnTo));
      };
      await comesBackTo(`${OURS}/signed-in`);
      expect(taken).toBe(1);
      await inBatches(tries, 8, async () => {
        const length = 2 + Math.floor(random() * 6);
        const made = Array.from({ length }, () => chosen(pieces)).join('');
        const returnTo = random() < 0.5 ? `https://${made}` : random() < 0.5 ? `${OURS}${made}` : made;
        await comesBackTo(returnTo);
      });
      tell(`I5 addresses to come back to: ${taken} taken`, { seed: from, tries, found });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it('are not where our own pages send anybody', async () => {
    const found: string[] = [];
    const paths = [
      ...[
        '//evil.example',
        '/\\evil.example',
        '/%2f%2fevil.example',
        '/account//evil.example',
        '/account/..//evil.example',
      ],
      ...['/account/reset-password?next=https://evil.example', '/account/reset-password//evil.example/%2e%2e'],
      ...[
        '/account/%2e%2e/%2f/evil.example',
        '/account/reset-password/?returnTo=//evil.example',
        '/account/https://evil.example',
      ],
      ...[
        '/account/verify-email%0d%0aLocation:%20https://evil.example',
        '/v1/auth/oidc/plain/callback?state=//evil.example',
      ],
    ];
    for (const path of paths) {
      const answer = await fetch(`${app.url}${path}`, { redirect: 'manual' });
      const location = answer.headers.get('location');
      if (location !== null && new URL(location, API).origin !== API) found.push(`${path}: ${location}`);
      if ((answer.headers.get('content-type') ?? '').includes('html') && (await answer.text()).includes('evil'))
        found.push(`${path} is in the page`);
    }
    tell('I5 our own pages', { seed: from, tries: paths.length, found });
    expect(found).toEqual([]);
  });
});
