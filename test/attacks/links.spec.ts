import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, person, place, TestApp, waitFor, type Person } from '#testing';
import {
  codeOf,
  confirmChange,
  firstLink,
  reset,
  resetToken,
  tokenAfter,
  verificationToken,
  verify,
} from '../e2e/support/accounts.js';
import { readLetters } from '../e2e/support/letters.js';
import { organisation } from '../e2e/support/partners.js';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { addressOf, inBatches } from './crowd.js';

const NEXT_PASSWORD = 'three herons on a wet roof 9';
const TAKE = /^Confirm your new e-mail address/;
const LEAVE = /^Confirm that your e-mail address is to change/;

const from = seed();
const random = seeded(from);

/** What each purpose’s link is sent to, and how one is had. */
interface Purpose {
  path: string;
  more?: object;
  have: (app: TestApp, owner: Person) => Promise<string>;
  use: (app: TestApp, token: string) => ReturnType<typeof verify>;
}

async function changeToken(app: TestApp, owner: Person, subject: RegExp): Promise<string> {
  const email = `next.${random().toString(36).slice(2)}@example.org`;
  const reader = subject === TAKE ? { email } : owner;
  return tokenAfter(app, reader, subject, async () =>
    expectStatus(await app.post('/v1/users/me/email', { email, password: PASSWORD }, owner.token), 202),
  );
}

const PURPOSES: Record<string, Purpose> = {
  'a new password': {
    path: '/v1/auth/password-resets/confirm',
    more: { password: NEXT_PASSWORD },
    have: resetToken,
    use: (app, token) => reset(app, token, NEXT_PASSWORD),
  },
  'an address': { path: '/v1/auth/email-verifications/confirm', have: verificationToken, use: verify },
  'the end of an address': {
    path: '/v1/auth/email-changes/confirm',
    have: (app, owner) => changeToken(app, owner, LEAVE),
    use: confirmChange,
  },
  'another address': {
    path: '/v1/auth/email-changes/confirm',
    have: (app, owner) => changeToken(app, owner, TAKE),
    use: confirmChange,
  },
};
const purposes = Object.entries(PURPOSES);

describe('I5: mailed links', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      TRUSTED_PROXIES: '1',
      RATE_LIMITS: 'on',
      RATE_REGISTRATIONS_PER_HOUR: '10000',
      RATE_CODES_PER_HOUR: '10000',
      RATE_EMAIL_CODES_PER_MINUTE: '100',
      RATE_EMAIL_CODES_PER_HOUR: '100',
      RATE_CODE_TRIES_PER_5_MINUTES: '30',
      RATE_ANONYMOUS_PER_MINUTE: '100000',
      ARGON2_MEMORY_KIB: '8192',
      ARGON2_PASSES: '1',
    });
  });
  afterAll(() => app.stop());

  /** A link that is like the real one, and is not. */
  function guess(real: string): string {
    const bytes = Buffer.from(real, 'base64url');
    const at = Math.floor(random() * bytes.length);
    const kind = Math.floor(random() * 5);
    if (kind === 0) for (let index = 16; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
    else if (kind === 1) bytes[at] = bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8));
    else if (kind === 2) return bytes.subarray(0, Math.max(at, 1)).toString('base64url');
    // A later end of the same link, and the same end of another.
    else if (kind === 3) bytes.writeUInt8(bytes.readUInt8(17) ^ 1, 17);
    else for (let index = 0; index < 16; index += 1) bytes[index] = Math.floor(random() * 256);
    return bytes.toString('base64url');
  }

  it(
    'are not guessed, from however many addresses, and one address has thirty tries in five minutes',
    async () => {
      const tries = count(400, 20_000);
      const targets = await Promise.all(
        purposes.map(async ([name, purpose]) => ({ name, purpose, real: await purpose.have(app, await person(app)) })),
      );
      const found: string[] = [];
      let [compared, refused] = [0, 0];
      await inBatches(tries, 16, async (index) => {
        const target = targets[index % targets.length];
        if (!target) return;
        // A third of the tries comes from one address.
        const at = index % 3 === 0 ? '198.51.100.9' : addressOf(Math.floor(index / 25));
        const answer = await app.post<{ code: string }>(
          target.purpose.path,
          { token: guess(target.real), ...target.purpose.more },
          undefined,
          { 'x-forwarded-for': at },
        );
        const code = codeOf(answer);
        if (code === '400 invalid_code') compared += 1;
        else if (code === '429 too_many_requests') refused += 1;
        else found.push(`${target.name}: answered ${code}`);
      });
      tell(`I5 links guessed at: ${compared} compared, ${refused} refused`, { seed: from, tries, found });
      expect(found).toEqual([]);
      expect(refused).toBeGreaterThan(0);
      for (const { purpose, real } of targets) expect(codeOf(await purpose.use(app, real))).toBe('204');
    },
    ATTACK_MS,
  );

  it.each(purposes)(
    'for %s count once, of two and of twenty at the same moment, and not again',
    async (name, { have, path, more }) => {
      const rounds = count(2, 40);
      const found: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const token = await have(app, await person(app));
        const uses = round % 2 === 0 ? 2 : 20;
        const use = (at: string) =>
          app.post<{ code: string }>(path, { token, ...more }, undefined, { 'x-forwarded-for': at });
        const at = addressOf(2_000_000 + Math.floor(random() * 1_000_000));
        const codes = (await Promise.all(Array.from({ length: uses }, () => use(at)))).map(codeOf);
        codes.push(codeOf(await use(at)));
        const taken = codes.filter((code) => code === '204').length;
        const others = codes.filter((code) => code === '400 invalid_code').length;
        if (taken !== 1 || others !== uses) found.push(`${uses} at once: ${codes.join()}`);
      }
      tell(`I5 links for ${name}, raced for by two and by twenty`, { seed: from, tries: rounds, found });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});

/** What says in a request where it was sent to; none of it is odd. */
const POISONS: Record<string, string>[] = [
  { host: 'evil.example' },
  { host: 'evil.example:443' },
  { host: 'localhost@evil.example' },
  { 'x-forwarded-host': 'evil.example' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '8443' },
  { forwarded: 'for=127.0.0.1;host=evil.example;proto=https' },
  { 'x-original-host': 'evil.example', 'x-host': 'evil.example', 'x-http-host-override': 'evil.example' },
  { 'x-original-url': 'https://evil.example/', 'x-rewrite-url': 'https://evil.example/' },
  { origin: 'https://evil.example', referer: 'https://evil.example/' },
];

describe('I5: the host in a request', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1', ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1' });
  });
  afterAll(() => app.stop());

  /** As fetch cannot: with any `Host`. @returns status, headers and body as one text */
  async function post(path: string, body: object, headers: Record<string, string>): Promise<string> {
    const sent = request(`${app.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    const answered = new Promise<string>((resolve, reject) => {
      sent.once('error', reject).once('response', (response) => {
        void text(response).then((said) =>
          resolve(`${response.statusCode} ${JSON.stringify(response.headers)} ${said}`),
        );
      });
    });
    sent.end(JSON.stringify(body));
    return answered;
  }

  it(
    'is in no letter and in no answer',
    async () => {
      const host = await person(app, 'Hanna');
      const property = await place(app, host);
      const company = await organisation(app, host);
      const found: string[] = [];
      const odd: string[] = [];
      let letters = 0;
      for (const [index, poison] of POISONS.entries()) {
        const mail = (what: string) => ({ email: `${what}.${index}@example.org` });
        const owner = await person(app);
        const names = { password: PASSWORD, firstName: 'Ada', lastName: 'Tester' };
        const asked: [string, object, string?][] = [
          ['/v1/auth/register', { ...mail('new'), ...names }],
          ['/v1/auth/password-resets', { email: owner.email }],
          ['/v1/auth/email-verifications', { email: owner.email }],
          ['/v1/users/me/email', { ...mail('next'), password: PASSWORD }, owner.token],
          [`/v1/properties/${property}/co-hosts`, { ...mail('co.host'), permissions: ['calendar'] }, host.token],
          [`/v1/organisations/${company.id}/invitations`, { ...mail('member'), role: 'member' }, host.token],
        ];
        const answers: string[] = [];
        for (const [path, body, token] of asked) {
          const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` };
          const answer = await post(path, body, { ...authorization, ...poison });
          answers.push(answer);
          if (answer.includes('evil')) found.push(`${path} ${JSON.stringify(poison)}: ${answer}`);
        }
        // What is no host at all is refused, and nothing is written then.
        if (answers.every((answer) => answer.startsWith('400'))) continue;
        odd.push(...answers.filter((answer) => !/^20[0-4]/.test(answer)));
        const readers = [owner, mail('new'), mail('next'), mail('co.host'), mail('member')];
        for (const reader of readers) {
          await waitFor(`a letter to ${reader.email}`, async () => (await readLetters(app, reader)).at(0));
        }
        await firstLink(app, owner, /^Reset your password/);
        await firstLink(app, owner, LEAVE);
        for (const letter of (await Promise.all(readers.map((reader) => readLetters(app, reader)))).flat()) {
          letters += 1;
          if (letter.text.includes('evil')) found.push(`${JSON.stringify(poison)}: ${letter.subject}`);
        }
      }
      tell(`I5 poisoned hosts, ${letters} letters read`, { seed: 0, tries: POISONS.length * 6, found });
      expect(found).toEqual([]);
      expect(odd).toEqual([]);
      expect(letters).toBeGreaterThanOrEqual((POISONS.length - 1) * 7);
    },
    ATTACK_MS,
  );
});
