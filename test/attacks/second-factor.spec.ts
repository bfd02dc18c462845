import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, TestApp, type Person } from '#testing';
import { challengeOf, codeFor, complete, withPhone, type Phone } from '../e2e/support/authenticator-app.js';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';

const DAY_SECONDS = 86_400;
const TRIES_PER_CHALLENGE = 5;
/** A code, the one before and the one after. */
const CODES_THAT_COUNT = 3;
const ELSEWHERE = '198.51.100.1';

describe('I5: the second factor, by whoever has the password', () => {
  const from = seed();
  const random = seeded(from);
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ TRUSTED_PROXIES: '1', ARGON2_MEMORY_KIB: '8192', ARGON2_PASSES: '1' });
  });
  afterAll(() => app.stop());

  /** One that does not count now, so that no run fails by chance. */
  function wrongCode(secret: string): string {
    const right = [-2, -1, 0, 1, 2].map((steps) => codeFor(secret, steps));
    for (;;) {
      const code = String(Math.floor(random() * 1_000_000)).padStart(6, '0');
      if (!right.includes(code)) return code;
    }
  }

  it(
    'is not guessed: a hundred codes are compared, and one a day from there on',
    async () => {
      const tries = count(200, 10_000);
      // As patient as somebody can be who means to be in within a year.
      const secondsEach = (365 * DAY_SECONDS) / tries;
      const ada = await person(app);
      const { secret } = await withPhone(app, ada);
      const found: string[] = [];
      let [challenge, left, compared] = ['', 0, 0];
      for (let index = 0; index < tries; index += 1) {
        if (left === 0) [challenge, left] = [await challengeOf(app, ada, ELSEWHERE), TRIES_PER_CHALLENGE];
        const { status, body } = await complete(app, challenge, { code: wrongCode(secret) }, ELSEWHERE);
        if (body.code === 'invalid_second_factor') [compared, left] = [compared + 1, left - 1];
        else if (body.code !== 'login_delayed') found.push(`a guess was answered ${status} ${body.code}`);
        await app.sql('UPDATE login_failures SET blocked_until = blocked_until - make_interval(secs => $1)', [
          secondsEach,
        ]);
        await app.sql(`UPDATE sign_in_challenges SET expires_at = now() + interval '5 minutes'`);
      }
      const most = 100 + 365 + 1;
      if (compared > most) found.push(`${compared} codes were compared`);
      const chance = 1 - (1 - CODES_THAT_COUNT / 1_000_000) ** compared;
      tell(
        `I5 codes of an app, guessed at for a year: ${compared} compared, ${(100 * chance).toFixed(3)} % chance to be in`,
        {
          seed: from,
          tries,
          found,
        },
      );
      expect(found).toEqual([]);
      expect(chance).toBeLessThan(0.002);
    },
    ATTACK_MS,
  );

  /** One recovery code, at four sign-ins at once, five times at each: how often it let somebody in. */
  async function race(ada: Person, recoveryCode: string): Promise<number> {
    const challenges: string[] = [];
    while (challenges.length < 4) challenges.push(await challengeOf(app, ada, ELSEWHERE));
    const answers = await Promise.all(
      challenges.flatMap((each) =>
        Array.from({ length: TRIES_PER_CHALLENGE }, () => complete(app, each, { recoveryCode }, ELSEWHERE)),
      ),
    );
    await app.sql('DELETE FROM login_failures');
    return answers.filter(({ status }) => status === 200).length;
  }

  it(
    'is a recovery code once, however many come with it at the same moment',
    async () => {
      const codes = count(10, 500);
      const found: string[] = [];
      let ada: Person & Partial<Phone> = await person(app);
      for (let index = 0; index < codes; index += 1) {
        if (index % 10 === 0) {
          ada = await person(app);
          ada = { ...ada, ...(await withPhone(app, ada)) };
        }
        const times = await race(ada, ada.recoveryCodes?.[index % 10] ?? '');
        if (times !== 1) found.push(`code ${index} let somebody in ${times} times`);
      }
      tell('I5 recovery codes, raced for by twenty', { seed: from, tries: codes * 20, found });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});
