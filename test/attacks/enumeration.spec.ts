import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { expectStatus, PASSWORD, place, TestApp, waitFor, type Answer, type Person } from '#testing';
import { forger, login } from '../e2e/support/accounts.js';
import { Browser } from '../e2e/support/browser.js';
import { Elsewhere } from '../e2e/support/elsewhere.js';
import { seeded } from '../e2e/support/random.js';
import { differenceOf, isTelling, type Pair } from '../e2e/support/timing.js';
import { ATTACK_MS, count, IS_FULL, seed, tell } from './counts.js';
import { crowd } from './crowd.js';
import { mannWhitney } from './mann-whitney.js';

/** As test/e2e/auth/enumeration.spec.ts, which shows that 5 ms would be found. */
const TOLERATED_MS = 2;
/** By chance alone it comes up once in a hundred looks; twice in a row, once in ten thousand. */
const SIGNIFICANT = 0.01;
const LOOKS = 2;
const PAIRS = count(20, 10_000);

/** What a client sees of an answer, and how long it waits for it, in milliseconds. */
interface Answered {
  seen: string;
  took: number;
}

type Call = (index: number) => Promise<Answered>;

/** Something that is done with an address that has an account, and with another. */
interface Way {
  name: string;
  one: Call;
  other: Call;
}

interface Seen {
  one: Set<string>;
  other: Set<string>;
}

/** What a client sees of an answer, but for ids, times, and the address that it has sent itself. */
function seenOf({ status, headers, body }: Answer): string {
  const said = JSON.stringify(body ?? null)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/[\w.]+@example\.com/g, '<address>');
  return `${status} ${said} ${[...headers.keys()].sort().join()}`;
}

async function timed(call: () => Promise<Answer>): Promise<Answered> {
  const begin = performance.now();
  const answer = await call();
  return { took: performance.now() - begin, seen: seenOf(answer) };
}

/** A slice is too small a sample for p, and a machine that is shared too noisy: it goes by the interval. */
function judged(pairs: readonly Pair[]): { isTold: boolean; shown: string } {
  const { p } = mannWhitney(
    pairs.map(({ one }) => one),
    pairs.map(({ other }) => other),
  );
  const interval = differenceOf(pairs);
  const [low, median, high] = [interval.low, interval.median, interval.high].map((ms) => ms.toFixed(3));
  return {
    isTold: IS_FULL ? p <= SIGNIFICANT : isTelling(interval, TOLERATED_MS),
    shown: `p ${p.toPrecision(3)}, longer by ${median} ms (${low} to ${high})`,
  };
}

/** Both in turn, in an order drawn anew each time; what they are answered goes into `seen`. */
async function look({ one, other }: Way, round: number, seen: Seen, random: () => number): Promise<Pair[]> {
  const tookOf = async (call: Call, answers: Set<string>, index: number): Promise<number> => {
    const answered = await call(index);
    answers.add(answered.seen);
    return answered.took;
  };
  const pairs: Pair[] = [];
  for (let index = round * PAIRS; index < (round + 1) * PAIRS; index += 1) {
    const before = random() < 0.5 ? await tookOf(other, seen.other, index) : undefined;
    const took = await tookOf(one, seen.one, index);
    pairs.push({ one: took, other: before ?? (await tookOf(other, seen.other, index)) });
  }
  return pairs;
}

/** What tells the two apart, in words. A difference counts that comes again. */
async function whatTells(way: Way, from: number): Promise<string[]> {
  const random = seeded(from);
  const seen: Seen = { one: new Set(), other: new Set() };
  const differences: string[] = [];
  for (let round = 0; round < LOOKS && differences.length === round; round += 1) {
    const { isTold, shown } = judged(await look(way, round, seen, random));
    process.stdout.write(`I2 ${way.name}: ${PAIRS} pairs, ${shown}\n`);
    if (isTold) differences.push(`its time: ${shown}`);
  }
  const found = differences.length === LOOKS ? differences : [];
  const [one, other] = [[...seen.one].sort().join('\n'), [...seen.other].sort().join('\n')];
  if (one !== other) found.push(`its answers: ${one} and ${other}`);
  tell(`I2 ${way.name}`, { seed: from, tries: 2 * PAIRS * Math.min(LOOKS, differences.length + 1), found });
  return found;
}

describe('I2: whether an address has an account', () => {
  const from = seed();
  let app: TestApp;
  let known: (index: number) => string;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start({
      // Cheap hashes: what is looked for is not to hide behind them.
      ARGON2_MEMORY_KIB: '8192',
      ARGON2_PASSES: '1',
      REGISTRATION_ANSWER: '202',
      // For as long as the longest look takes.
      JWT_ACCESS_MINUTES: '60',
      RECENT_SIGN_IN_MINUTES: '60',
    });
    known = await crowd(app, 'known', LOOKS * PAIRS);
    // Before the mailbox is full of letters.
    host = { id: '', email: (await crowd(app, 'host', 1))(0), token: '' };
    host.token = expectStatus(await login(app, host), 200).accessToken;
  }, ATTACK_MS);
  afterAll(() => app.stop());

  const byAddress = (name: string, act: (email: string) => Promise<Answer>): Way => ({
    name,
    one: (index) => timed(() => act(known(index))),
    other: (index) => timed(() => act(`nobody.${name.replaceAll(' ', '.')}.${index}@example.com`)),
  });
  const post = (path: string, body: object, token?: string): Promise<Answer> => app.post(path, body, token);
  const names = { firstName: 'Ada', lastName: 'Tester' };
  const ways = [
    byAddress('signing in', (email) => post('/v1/auth/login', { email, password: 'not the password of anyone' })),
    byAddress('registering', (email) => post('/v1/auth/register', { email, password: PASSWORD, ...names })),
    byAddress('asking for a new password', (email) => post('/v1/auth/password-resets', { email })),
    byAddress('asking for a link', (email) => post('/v1/auth/email-verifications', { email })),
  ];

  it.each(ways)('is not to be told by $name', async (way) => expect(await whatTells(way, from)).toEqual([]), ATTACK_MS);

  it(
    'is not to be told by asking somebody to be a co-host',
    async () => {
      const path = `/v1/properties/${await place(app, host)}/co-hosts`;
      const way = byAddress('inviting', (email) => post(path, { email, permissions: ['calendar'] }, host.token));
      expect(await whatTells(way, from)).toEqual([]);
    },
    ATTACK_MS,
  );

  it(
    'is not to be told by what is wrong with a link',
    async () => {
      const forge = await forger(app);
      await app.post('/v1/auth/password-resets', { email: known(0) });
      const [code] = await waitFor('a link', async () => {
        const codes = await app.sql<{ id: string }>(
          `SELECT id FROM mailed_codes WHERE purpose = 'reset_password' LIMIT 1`,
        );
        return codes.length > 0 ? codes : undefined;
      });
      const over = forge('reset_password', { id: code?.id ?? '', expiresAt: new Date(Date.now() - 1000) });
      const none = forge('reset_password', { id: newId(), expiresAt: new Date(Date.now() + 3_600_000) });
      const confirm = (token: string) =>
        timed(() => post('/v1/auth/password-resets/confirm', { token, password: PASSWORD }));
      const way = { name: 'using a link', one: () => confirm(over), other: () => confirm(none) };
      expect(await whatTells(way, from)).toEqual([]);
    },
    ATTACK_MS,
  );
});

describe('I2: whether an address has an account', () => {
  it(
    'is not to be told by signing in elsewhere with an address that is not one’s own',
    async () => {
      const elsewhere = await Elsewhere.start();
      try {
        const known = await crowd(elsewhere.app, 'known', LOOKS * PAIRS);
        /** Of the whole way only the last step is ours to answer. */
        const arrive = async (email: string): Promise<Answered> => {
          const { sub } = elsewhere.someone({ email, email_verified: false });
          const browser = new Browser(elsewhere.app);
          const { authorizationUrl } = expectStatus(await browser.begin('plain'), 200);
          const wayBack = await browser.visit(authorizationUrl, sub);
          const begin = performance.now();
          const told = await browser.comeBack(wayBack);
          return { took: performance.now() - begin, seen: JSON.stringify(told) };
        };
        const way: Way = {
          name: 'signing in elsewhere',
          one: (index) => arrive(known(index)),
          other: (index) => arrive(`nobody.elsewhere.${index}@example.com`),
        };
        expect(await whatTells(way, seed())).toEqual([]);
      } finally {
        await elsewhere.stop();
      }
    },
    ATTACK_MS,
  );
});
