import { person } from '#testing';
import { as, CONNECTIONS, out, type Bench } from './bench.js';
import { cpuMs, load, median } from './load.js';
import { tokenMaker } from './token-maker.js';

/** An answer without any work, to see the work of authenticating beside it. */
const PUBLIC = '/v1/auth/oidc/providers';
/** more requests than are answered */
const MOST_PER_SECOND = 12_000;

type Requests = { path: string; headers?: Record<string, string> }[];

/** Processor time of the application for a request, in milliseconds. */
async function cpuOf({ app, seconds }: Bench, requests: Requests): Promise<number> {
  const before = await cpuMs(app.pid);
  const { answers } = await load({ url: app.url, connections: CONNECTIONS, seconds, requests });
  return ((await cpuMs(app.pid)) - before) / answers;
}

/** In milliseconds of processor time for a request: without a token, and what one adds. */
export interface TokenCosts {
  anonymous: number;
  known: number;
  unseen: number;
}

/** What a token adds to the processor time of a request: one that was seen before, and one that was not. */
export async function authentication(bench: Bench): Promise<TokenCosts> {
  const { app, people, rounds, seconds } = bench;
  const strangers = await tokenMaker(app, await person(app));
  const cases = {
    anonymous: (): Requests => people.map(() => ({ path: PUBLIC })),
    known: (): Requests => people.map(({ token }) => as(PUBLIC, token)),
    // More than a turn can send: none is seen twice.
    unseen: (): Requests => Array.from({ length: MOST_PER_SECOND * seconds }, () => as(PUBLIC, strangers.next())),
  };
  await cpuOf(bench, cases.known());
  const found: Record<keyof typeof cases, number[]> = { anonymous: [], known: [], unseen: [] };
  for (let round = 0; round < rounds; round += 1) {
    found.anonymous.push(await cpuOf(bench, cases.anonymous()));
    found.known.push(await cpuOf(bench, cases.known()));
    found.unseen.push(await cpuOf(bench, cases.unseen()));
  }
  await strangers.stop();
  const cost = (which: 'known' | 'unseen'): number =>
    median(found[which].map((ms, round) => ms - (found.anonymous[round] ?? NaN)));
  const costs = { anonymous: median(found.anonymous), known: cost('known'), unseen: cost('unseen') };
  out(`processor time of a request without token: ${costs.anonymous.toFixed(4)} ms`);
  out(
    `what a token adds that was seen before: ${costs.known.toFixed(4)} ms; a new one, with its signature: ${costs.unseen.toFixed(4)} ms`,
  );
  return costs;
}
