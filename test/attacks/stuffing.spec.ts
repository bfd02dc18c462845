import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, PASSWORD, TestApp, type Answer, type ProblemAnswer } from '#testing';
import { seeded } from '../e2e/support/random.js';
import { ATTACK_MS, count, IS_FULL, seed, tell } from './counts.js';
import { addressOf, crowd, inBatches } from './crowd.js';

const HOUR_SECONDS = 3600;
/** NIST SP 800-63B-4, section 3.2.2. */
const MOST_GUESSES = 100;
/** So many guesses come at once; between two such moments the hour goes on. */
const AT_ONCE = 50;
const HOME = '203.0.113.7';

type Outcome = Answer<Partial<ProblemAnswer> & { accessToken?: string }>;

describe('I1: stuffing', () => {
  const from = seed();
  const random = seeded(from);
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({
      TRUSTED_PROXIES: '1',
      RATE_LIMITS: 'on',
      // A laptop's two cores compute some forty of the usual hashes a second, and refuse what is more: the brake is to be
      // what holds here, not that.
      ARGON2_MEMORY_KIB: '8192',
      ARGON2_PASSES: '1',
    });
  });
  afterAll(() => app.stop());

  const login = (email: string, password: string, at: string): Promise<Outcome> =>
    app.post('/v1/auth/login', { email, password }, undefined, { 'x-forwarded-for': at });
  /** Time goes by for those who have failed. */
  const pass = (seconds: number) =>
    app.sql(
      'UPDATE login_failures SET blocked_until = blocked_until - make_interval(secs => $1) WHERE blocked_until > now()',
      [seconds],
    );

  /** Tries over an hour, at even distances; `between` sees to what else happens in it. What was answered, in order. */
  async function overAnHour(
    tries: number,
    guess: (index: number) => Promise<Outcome>,
    between: (part: number) => Promise<void>,
  ) {
    const answers: Outcome[] = [];
    const moments = Math.ceil(tries / AT_ONCE);
    for (let moment = 0; moment < moments; moment += 1) {
      const length = Math.min(AT_ONCE, tries - answers.length);
      const first = answers.length;
      answers.push(...(await Promise.all(Array.from({ length }, (_, index) => guess(first + index)))));
      await between(moment / moments);
      await pass(HOUR_SECONDS / moments);
    }
    return answers;
  }

  it(
    'of one account from ten thousand addresses has a dozen guesses an hour compared, and leaves its owner in peace',
    async () => {
      const tries = count(300, 10_000);
      const email = (await crowd(app, 'victim', 1))(0);
      expectStatus(await login(email, PASSWORD, HOME), 200);
      const found: string[] = [];
      let [owners, next] = [0, 0.1];
      const answers = await overAnHour(
        tries,
        (index) => login(email, `a wild guess ${index}`, addressOf(index)),
        async (part) => {
          if (part < next) return;
          next += 0.1;
          owners += 1;
          // The owner mistypes it, too, and then does not.
          await login(email, 'two owls in a hollow oak', HOME);
          const { status } = await login(email, PASSWORD, HOME);
          if (status !== 200) found.push(`the owner was answered ${status}`);
        },
      );
      const compared = answers.filter(({ body }) => body.code === 'invalid_credentials').length;
      const delayed = answers.filter(({ body }) => body.code === 'login_delayed').length;
      if (compared > MOST_GUESSES) found.push(`${compared} guesses were compared`);
      const shed = answers.filter(({ status }) => status === 503).length;
      if (compared + delayed + shed !== tries)
        found.push(`${tries - compared - delayed - shed} guesses were answered in another way`);
      tell(
        `I1 one account from ${tries} addresses over an hour: ${compared} guesses compared, ${delayed} refused, ${shed} shed, its owner in ${owners} times`,
        { seed: from, tries, found },
      );
      expect(found).toEqual([]);
      expect(compared).toBeGreaterThanOrEqual(5);
      expect(owners).toBeGreaterThan(IS_FULL ? 8 : 3);
    },
    ATTACK_MS,
  );

  it(
    'of many accounts from many addresses has no more of any one compared, and lets others in',
    async () => {
      const [accounts, listed, tries] = [count(500, 100_000), count(20, 1000), count(400, 30_000)];
      const addresses = 10_000;
      const account = await crowd(app, 'one.of.many', accounts);
      const bystanders = await crowd(app, 'bystander', 20);
      const compared = new Map<string, number>();
      const other = new Set<string>();
      const found: string[] = [];
      // What a machine that is too slow for it all refuses is not compared either.
      let [visits, shed] = [0, 0];
      const chosen = (below: number) => Math.floor(random() * below);
      await overAnHour(
        tries,
        async () => {
          // Three in four guess at those on a list that is passed around; the others at anyone.
          const email = account(1 + chosen(random() < 0.75 ? listed : accounts - 1));
          const answer = await login(email, `a wild guess ${random()}`, addressOf(100_000 + chosen(addresses)));
          if (answer.body.code === 'invalid_credentials') compared.set(email, (compared.get(email) ?? 0) + 1);
          else if (answer.status === 503) shed += 1;
          else if (answer.body.code !== 'login_delayed') other.add(`${answer.status} ${answer.body.code}`);
          return answer;
        },
        async () => {
          visits += 1;
          const { status } = await login(bystanders(visits), PASSWORD, `192.0.2.${visits % 250}`);
          if (status !== 200) found.push(`a bystander was answered ${status}`);
        },
      );
      const most = Math.max(...compared.values());
      if (most > MOST_GUESSES) found.push(`${most} guesses at one account were compared`);
      found.push(...[...other].map((each) => `a guess was answered ${each}`));
      const sum = [...compared.values()].reduce((total, each) => total + each, 0);
      tell(
        `I1 ${accounts} accounts (of which ${listed} have three in four of the guesses) from ${addresses} addresses over an hour: ` +
          `${sum} guesses compared, at most ${most} at one account, ${shed} shed, ${visits} bystanders in`,
        { seed: from, tries, found },
      );
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it(
    'from one address is refused after thirty guesses, whosever accounts they are at',
    async () => {
      const tries = count(200, 2000);
      const answers = await inBatches(tries, AT_ONCE, (index) =>
        login(`at.${index}@example.com`, 'guess', '198.51.100.9'),
      );
      const compared = answers.filter(({ body }) => body.code === 'invalid_credentials').length;
      const shed = answers.filter(({ status }) => status === 503).length;
      tell(`I1 one address at ${tries} accounts: ${compared} guesses compared, ${shed} shed`, {
        seed: from,
        tries,
        found: [],
      });
      // What was shed may have been counted before, or not.
      expect(compared).toBeLessThanOrEqual(30);
      expect(compared + shed).toBeGreaterThanOrEqual(30);
      expect(answers.filter(({ body }) => body.code === 'too_many_requests')).toHaveLength(tries - compared - shed);
    },
    ATTACK_MS,
  );
});
