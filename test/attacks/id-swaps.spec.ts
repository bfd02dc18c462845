import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CALLS } from '../e2e/access/requests.js';
import * as access from '../e2e/access/access-things.js';
import type { Call } from '../e2e/access/call.js';
import * as things from '../e2e/access/things.js';
import { seeded } from '../e2e/support/random.js';
import { openArena, type Arena } from './arena.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import { changedTables, databaseState } from './database-state.js';
import { drawSwap, faultOfSwap, targetsOf, type Target } from './swaps.js';

/** Requests with an Idempotency-Key leave a row of it; who comes with a key leaves when, and a look what it asked for. */
const LEFT_BEHIND = ['idempotency_keys', 'api_keys', 'account_look_reads'];
const STAYS = 2;

describe('an id that is not one’s own', () => {
  let arena: Arena;
  let targets: Target[];
  const outcome = { seed: seed(), tries: 0, found: [] as string[] };
  const random = seeded(outcome.seed);

  beforeAll(async () => {
    arena = await openArena(STAYS);
    targets = await targetsOf(arena, { ...CALLS, ...nodesOf() });
  }, ATTACK_MS);
  afterAll(async () => {
    tell('H2 id swaps', outcome);
    await arena.app.stop();
  });

  it(
    'is answered like one of nothing, and changes nothing',
    async () => {
      const before = await databaseState(arena.app, LEFT_BEHIND);
      const swaps = count(2000, 100_000);
      const lanes = Array.from({ length: 4 }, async () => {
        while (outcome.tries < swaps) {
          const swap = drawSwap(targets, random);
          outcome.tries += swap.twin ? 2 : 1;
          const fault = await faultOfSwap(arena, swap);
          if (fault !== undefined) outcome.found.push(fault);
        }
      });
      await Promise.all(lanes);
      const written = changedTables(before, await databaseState(arena.app, LEFT_BEHIND));
      outcome.found.push(...written.map((table) => `something was written into ${table}`));
      expect(outcome.found).toEqual([]);
    },
    ATTACK_MS,
  );
});

/** GraphQL's node and nodes, asked for each kind of thing. */
function nodesOf(): Record<string, Call> {
  const kinds = [things.draft, things.session, access.passkey, access.identity, access.keyOfHost];
  const more = [access.organisationOfHost, access.accessGrant, access.coHostInvitation, access.organisationInvitation];
  const made = [...kinds, ...more, things.quoted, things.requestedBooking].flatMap((about): Call[] => [
    { about, graphql: 'query ($id: ID!) { node(id: $id) { id } }' },
    { about, graphql: 'query ($id: ID!) { nodes(ids: [$id]) { id } }' },
  ]);
  return Object.fromEntries(made.map((call, index) => [`node:${index}`, call]));
}
