import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { expectStatus, HttpClient, PASSWORD, TestApp, type Answer, type ProblemAnswer } from '#testing';
import { firstLink, forger, verify } from '../support/accounts.js';
import { letterTo, lettersTo } from '../support/letters.js';
import { seeded } from '../support/random.js';
import { differenceOf, isTelling, type Interval, type Pair } from '../support/timing.js';

/** What nobody can tell over a network within the limits; a leak of LEAK_MS is found, as the last test shows. */
const TOLERATED_MS = 2;
const LEAK_MS = 5;
const PAIRS = 150;
const MOST_ROUNDS = 2;
const CONFIRM = /^Confirm your e-mail address/;
const WRONG = 'not the password of anyone';

type Call = (index: number) => Promise<Answer<Partial<ProblemAnswer> | null>>;

const random = seeded(20_261_128);

/** Two ways in turn, in an order that is drawn anew each time, until it is known to less than LEAK_MS how they differ. */
async function measure(one: Call, other: Call): Promise<Interval> {
  const pairs: Pair[] = [];
  for (;;) {
    for (let index = 0; index < PAIRS; index += 1) pairs.push(await pair(one, other, pairs.length));
    const found = differenceOf(pairs);
    if (found.high - found.low < LEAK_MS / 2 || pairs.length >= MOST_ROUNDS * PAIRS) return found;
  }
}

async function pair(one: Call, other: Call, index: number): Promise<Pair> {
  if (random() < 0.5) return { one: await timed(one, index), other: await timed(other, index) };
  const first = await timed(other, index);
  return { one: await timed(one, index), other: first };
}

async function timed(call: Call, index: number): Promise<number> {
  const begin = performance.now();
  await call(index);
  return performance.now() - begin;
}

/** What a client sees of an answer, but for what differs each time. */
function seenOf({ status, headers, body }: Answer): unknown {
  return { status, body, headers: [...headers.keys()].sort() };
}

describe('whether an address has an account', () => {
  let app: TestApp;
  let fresh = 0;

  const known = (index: number): string => `known.${index % 12}@example.com`;
  const unknown = (index: number): string => `nobody.${index % 12}@example.com`;
  const post = (path: string, body: object) => app.post<Partial<ProblemAnswer> | null>(path, body);
  const confirm = (token: string) => post('/v1/auth/email-verifications/confirm', { token });
  const login = (email: string) => post('/v1/auth/login', { email, password: WRONG });
  const register = (email: string) =>
    post('/v1/auth/register', { email, password: PASSWORD, firstName: 'Ada', lastName: 'Tester' });

  beforeAll(async () => {
    // Cheap hashes: what is looked for is not to hide behind them.
    const cheap = { ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1', LOGIN_FREE_FAILURES: '50' };
    app = await TestApp.start({ ...cheap, REGISTRATION_ANSWER: '202' });
    for (let index = 0; index < 12; index += 1) expectStatus(await register(known(index)), 202);
    await Promise.all(Array.from({ length: 12 }, (_, index) => firstLink(app, { email: known(index) }, CONFIRM)));
  });
  afterAll(() => app.stop());

  const ways: [string, (email: string) => Promise<Answer<Partial<ProblemAnswer> | null>>, (index: number) => string][] =
    [
      ['signing in', login, unknown],
      ['asking for a new password', (email) => post('/v1/auth/password-resets', { email }), unknown],
      ['asking for a link', (email) => post('/v1/auth/email-verifications', { email }), unknown],
      ['registering', register, () => `fresh.${(fresh += 1)}@example.com`],
    ];

  it.each(ways)('is not answered to %s', async (_what, act, other) => {
    expect(seenOf(await act(known(0)))).toEqual(seenOf(await act(other(0))));
  });

  it.each(ways)('is not to be seen from how long %s takes', async (_what, act, other) => {
    const found = await measure(
      (index) => act(known(index)),
      (index) => act(other(index)),
    );
    expect({ ...found, telling: isTelling(found, TOLERATED_MS) }).toMatchObject({ telling: false });
  });

  it('would be seen, were there a way that took 5 ms longer', async () => {
    const leaky = createServer((request, response) => {
      void json(request).then(async (body) => {
        const { email } = body as { email: string };
        const answer = await post(request.url ?? '', { email });
        if (email.startsWith('known')) await wait(LEAK_MS);
        response.writeHead(answer.status).end();
      });
    });
    await once(leaky.listen(0, '127.0.0.1'), 'listening');
    try {
      const { port } = leaky.address() as AddressInfo;
      const client = new HttpClient(`http://127.0.0.1:${port}`);
      const ask = (email: string) => client.post<null>('/v1/auth/password-resets', { email });
      const found = await measure(
        (index) => ask(known(index)),
        (index) => ask(unknown(index)),
      );
      expect({ ...found, telling: isTelling(found, TOLERATED_MS) }).toMatchObject({ telling: true });
    } finally {
      leaky.close();
      leaky.closeAllConnections();
    }
  });

  it('nor what was wrong with a link is to be seen, from its answer or from how long that takes', async () => {
    const used = await firstLink(app, { email: known(1) }, CONFIRM);
    const [code] = await app.sql<{ id: string }>(`SELECT id FROM mailed_codes WHERE email = $1`, [known(1)]);
    await confirm(used);
    const later = new Date(Date.now() + 3_600_000);
    const forge = await forger(app);
    const wrong = {
      used,
      expired: forge('verify_email', { id: code?.id ?? '', expiresAt: new Date(Date.now() - 1000) }),
      unknown: forge('verify_email', { id: newId(), expiresAt: later }),
    };
    const forged = used.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'));
    for (const token of Object.values(wrong)) {
      expect(seenOf(await confirm(token))).toEqual(seenOf(await confirm(forged)));
      const found = await measure(
        () => confirm(token),
        () => confirm(forged),
      );
      expect({ ...found, telling: isTelling(found, TOLERATED_MS) }).toMatchObject({ telling: false });
    }
  });

  it('is told by letters alone: to whom there is an account that there is one, to others the way on', async () => {
    const [ada, eve] = [{ email: known(2) }, { email: 'eve@example.com' }];
    expectStatus(await register(ada.email), 202);
    expectStatus(await register(eve.email), 202);
    await letterTo(app, ada, /^You have an account already/);
    const token = await firstLink(app, eve, CONFIRM);
    expect(await lettersTo(app, eve)).not.toContain('You have an account already');
    const signIn = () => post('/v1/auth/login', { ...eve, password: PASSWORD });
    expect((await signIn()).status).toBe(401);
    expectStatus(await verify(app, token), 204);
    expect((await signIn()).status).toBe(200);
    expect(await app.sql('SELECT FROM registration_requests')).toEqual([]);
  });

  it('is not told over GraphQL either', async () => {
    const mutation = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken } }';
    const input = (email: string) => ({ input: { email, password: PASSWORD, firstName: 'Ada', lastName: 'Tester' } });
    const nothing = { data: { register: null } };
    expect(await app.graphql(mutation, input(known(3)))).toEqual(nothing);
    expect(await app.graphql(mutation, input('zoe@example.com'))).toEqual(nothing);
  });
});
