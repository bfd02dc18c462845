import { PASSWORD } from '#testing';
import { as, LIST, out, type Bench } from './bench.js';
import { load, median, type Measured } from './load.js';

/** The 99th percentile in milliseconds, alone and beside logins; `ratio` of the latter to the former. */
export interface LoginCosts {
  idle: number;
  busy: number;
  ratio: number;
  loginsPerSecond: number;
}

/** How long the list takes while everybody signs in, over and over. */
export async function besideLogins({ app, people, rounds, seconds }: Bench): Promise<LoginCosts> {
  const list = (): Promise<Measured> =>
    load({ url: app.url, connections: 2, seconds, requests: people.map(({ token }) => as(LIST, token)) });
  const logins = () =>
    load({
      url: app.url,
      connections: people.length,
      seconds: seconds + 1,
      requests: people.map(({ email }) => ({
        path: '/v1/auth/login',
        method: 'POST' as const,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD }),
      })),
    });
  const found: { idle: number; busy: number; logins: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const idle = await list();
    const [signedIn, busy] = await Promise.all([logins(), list()]);
    found.push({ idle: idle.p99, busy: busy.p99, logins: signedIn.perSecond });
  }
  const ratio = median(found.map(({ idle, busy }) => busy / idle));
  const [idle, busy] = [median(found.map((each) => each.idle)), median(found.map((each) => each.busy))];
  const perSecond = median(found.map((each) => each.logins));
  out(
    `p99 of ${LIST}: ${idle} ms alone, ${busy} ms beside ${people.length} logins (${perSecond.toFixed(1)}/s), ratio ${ratio.toFixed(2)}`,
  );
  return { idle, busy, ratio, loginsPerSecond: perSecond };
}
