import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callOperation } from '../e2e/support/operations.js';
import { RedisServer, type Answer } from '#testing';
import { callOf, graphqlRequest, restRequest, send, type Request } from '../e2e/access/doors.js';
import type { Call } from '../e2e/access/call.js';
import { CALLERS, MATRIX, type Caller } from '../e2e/access/matrix.js';
import { readMatrix } from '../e2e/access/matrix-table.js';
import type { Things } from '../e2e/access/things.js';
import { schemaOf } from '../e2e/support/selection.js';
import { openArena, type Arena } from './arena.js';
import { ELSEWHERE, plant, PLAIN, PRIVATE, STAFF, type Canary } from './canaries.js';
import { ATTACK_MS, seed, tell } from './counts.js';
import { columnsOf } from './database-state.js';
import { askedInFull } from './full-selection.js';

const { expected } = readMatrix(MATRIX, CALLERS);
const TEXTS = ['text', 'character varying', 'USER-DEFINED'];
/** What its reader sees in another form, or only while a payment or an invitation is open. */
const NOT_AS_IT_IS = [
  'payments.client_secret',
  'organisation_invitations.email',
  'co_host_invitations.email',
  'sessions.user_agent',
  'suspensions.reason',
];
/** As much as anybody could ask for, in one document. */
const NO_LIMITS = {
  GRAPHQL_MAX_DEPTH: '20',
  GRAPHQL_MAX_ALIASES: '1000',
  GRAPHQL_MAX_TOKENS: '100000',
  GRAPHQL_MAX_CHARACTERS: '200000',
  GRAPHQL_MAX_COST: '1000000',
  GRAPHQL_MAX_NODES: '1000000',
};
/** A title is for everyone, once a place is published: a crawl that does not find this one finds nothing. */
const PUBLIC = { column: 'properties.title', of: `status = 'published' AND host_id = $3 AND $2 <> $3`, seenBy: [] };

interface Reader {
  side: 'victims' | 'attackers';
  caller: Caller;
}

describe('a secret', () => {
  let arena: Arena;
  let redis: RedisServer;
  let canaries: Canary[];
  let published: Canary;
  const outcome = { seed: seed(), tries: 0, found: [] as string[] };
  const seen = new Set<string>();

  beforeAll(async () => {
    redis = await RedisServer.start();
    arena = await openArena(2, { ...NO_LIMITS, LOG_LEVEL: 'info', REDIS_URL: redis.url });
    const { app, victims } = arena;
    const guest = victims.person('guest').id;
    for (const operation of ['createLook', 'suspendAccount', 'restoreAccount'])
      await callOperation(app, operation, {
        ids: [guest],
        body: { reason: 'Reported' },
        token: victims.tokenOf('admin'),
      });
    await victims.renew('guest');
    await victims.renew('look');
    const questions = await questionsOf(arena);
    canaries = await plant(app, victims, PRIVATE);
    [published] = (await plant(app, victims, [PUBLIC])) as [Canary];
    await crawl(questions);
  }, ATTACK_MS);
  afterAll(async () => {
    tell('H5 canary crawl', outcome);
    await arena.app.stop();
    await redis.stop();
  });

  const look = ({ column, text, seenBy }: Canary, { side, caller }: Reader, where: string, said: string): void => {
    if (!said.includes(text)) return;
    seen.add(column);
    if (seenBy.includes(caller) && (side === 'victims' || STAFF.includes(caller))) return;
    outcome.found.push(`${side} ${caller} read ${column} by ${where}`);
  };

  const crawl = async (questions: [string, Request][]): Promise<void> => {
    for (const side of ['victims', 'attackers'] as const)
      for (const caller of CALLERS)
        for (const [where, request] of questions) {
          outcome.tries += 1;
          const said = saidBy(await send(arena.app, request, arena[side].tokenOf(caller)));
          for (const canary of canaries) look(canary, { side, caller }, where, said);
          if (caller === 'anonymous' && said.includes(published.text)) seen.add(published.column);
        }
  };

  it('is told to nobody who may not know it', () => {
    expect([...new Set(outcome.found)]).toEqual([]);
  });

  it('would have been found: a text that everyone may read has been, and so have those that somebody may', () => {
    const readable = canaries
      .filter(({ column, seenBy }) => seenBy.length > 0 && !NOT_AS_IT_IS.includes(column))
      .map(({ column }) => column);
    expect([published.column, ...readable].filter((column) => !seen.has(column))).toEqual([]);
  });

  it('is in no line of the log', async () => {
    const said = await arena.app.output();
    expect(canaries.filter(({ text }) => said.includes(text))).toEqual([]);
  });

  it('is in no job', async () => {
    const held = JSON.stringify(await valuesIn(redis));
    expect(held).toContain('bull');
    expect(canaries.filter(({ text }) => held.includes(text))).toEqual([]);
  });

  it('is in no column that nobody has thought of', async () => {
    const known = [...Object.entries(PLAIN), ...Object.entries(ELSEWHERE)].flatMap(([table, names]) =>
      names.split(' ').map((name) => `${table}.${name}`),
    );
    const texts = (await columnsOf(arena.app)).filter(({ type }) => TEXTS.includes(type));
    const listed = new Set([...known, ...PRIVATE.map(({ column }) => column)]);
    expect(texts.map(({ table, name }) => `${table}.${name}`).filter((each) => !listed.has(each))).toEqual([]);
  });
});

/** How the values of each type are read. */
const READ: Record<string, [string, ...string[]]> = {
  string: ['GET'],
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  zset: ['ZRANGE', '0', '-1'],
  stream: ['XRANGE', '-', '+'],
};

/** All keys of a Redis with what they hold. */
async function valuesIn(redis: RedisServer): Promise<unknown[]> {
  const keys = (await redis.command('KEYS', '*')) as string[];
  return Promise.all(
    keys.map(async (key) => {
      const [command = 'GET', ...range] = READ[String(await redis.command('TYPE', key))] ?? [];
      return [key, await redis.command(command, key, ...range)];
    }),
  );
}

function saidBy({ headers, body }: Answer): string {
  return JSON.stringify([[...headers], body]);
}

/** All that can be read, about what is the victims', by either door. */
async function questionsOf({ app, victims }: Arena): Promise<[string, Request][]> {
  const schema = await schemaOf(app);
  const known = new Map<Call['about'], Things>();
  const questions: [string, Request][] = [];
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  // In the order of the matrix: who has a passkey cannot sign in by a password alone any more.
  for (const operation of expected.keys()) {
    const call = callOf(operation);
    const things = known.get(call.about) ?? (await call.about(victims));
    known.set(call.about, things);
    const route = app.contract.routes.find(({ operationId, method }) => operationId === operation && method === 'GET');
    if (route) questions.push([`${operation} over REST`, restRequest(route, things)]);
    const field = /\{\s*(\w+)/.exec(call.graphql ?? '')?.[1] ?? '';
    if (!fields.includes(field)) continue;
    const graphql = askedInFull(schema, call.graphql ?? '');
    questions.push([`${operation} over GraphQL`, graphqlRequest({ ...call, graphql }, things)]);
  }
  return questions;
}
