import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { place } from '#testing';
import { statusOf } from '../e2e/access/doors.js';
import { organisation } from '../e2e/support/partners.js';
import { seeded } from '../e2e/support/random.js';
import { schemaOf } from '../e2e/support/selection.js';
import { openArena, type Arena } from './arena.js';
import { connectionsOf, cursorsIn } from './connections.js';
import { ATTACK_MS, count, seed, tell } from './counts.js';
import {
  ATTACKERS,
  cursorsOf,
  faultOf,
  filterOf,
  homesOf,
  listsOf,
  marksOf,
  pathOf,
  tampered,
  type StolenCursor,
} from './lists.js';

const isRefused = (status: number): boolean => [400, 401, 403, 404, 422].includes(status);
const isShownOrRefused = (status: number): boolean => status === 200 || isRefused(status);

describe('somebody else’s place in a list, and what lists are asked for', () => {
  let arena: Arena;
  let homes: string[];
  let marks: string[];
  let cursors: StolenCursor[];
  const from = seed();
  const random = seeded(from);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };

  beforeAll(async () => {
    arena = await openArena(2);
    const { app, victims } = arena;
    // Two of each, so that lists go on after the first.
    for (let turn = 0; turn < 2; turn += 1) await place(app, victims.person('host'));
    for (const caller of ['host', 'guest'] as const) {
      await victims.renew(caller);
      await organisation(app, victims.person(caller));
      await organisation(app, victims.person(caller));
    }
    homes = await homesOf(arena);
    marks = await marksOf(arena);
    cursors = await cursorsOf(victims, listsOf(arena), homes);
  }, ATTACK_MS);
  afterAll(() => arena.app.stop());

  /** Sends so many requests of attackers, four at a time. */
  async function attack(name: string, tries: number, one: () => Promise<string | undefined>): Promise<string[]> {
    const found: string[] = [];
    let sent = 0;
    const lanes = Array.from({ length: 4 }, async () => {
      while (sent < tries) {
        sent += 1;
        const fault = await one();
        if (fault !== undefined) found.push(fault);
      }
    });
    await Promise.all(lanes);
    tell(name, { seed: from, tries, found });
    return found;
  }

  const ask = (path: string) => {
    const caller = pick(ATTACKERS);
    return { caller, answer: arena.app.get(path, arena.attackers.tokenOf(caller)) };
  };

  it('there are some to be stolen: of sessions, stays, places and organisations', () => {
    const named = new Set(cursors.map(({ operation }) => operation));
    expect([...named]).toEqual(
      expect.arrayContaining(['listSessions', 'listBookings', 'listProperties', 'listOrganisations', 'listAccounts']),
    );
  });

  it('what is theirs would be noticed: they themselves are shown it', async () => {
    const answer = await arena.app.get('/v1/bookings?limit=100', arena.victims.tokenOf('guest'));
    expect(faultOf('their stays', answer, marks, isShownOrRefused)).toMatch(/^their stays: shows /);
  });

  it(
    'a cursor of another shows nothing of theirs, in its list or in any',
    async () => {
      const found = await attack('H2 cursors of others', count(300, 5000), async () => {
        const { cursor, operation, path } = pick(cursors);
        const list = random() < 0.5 ? path : pathOf(pick(listsOf(arena)), pick(homes));
        const { caller, answer } = ask(`${list}limit=100&cursor=${cursor}`);
        return faultOf(`${list} by ${caller} at a place in ${operation}`, await answer, marks, isShownOrRefused);
      });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it(
    'a cursor of another shows nothing of theirs over GraphQL either',
    async () => {
      const connections = connectionsOf(await schemaOf(arena.app));
      const stolen = await cursorsIn(arena.victims, ['host', 'guest'], connections, homes);
      expect([...new Set(stolen.map(({ connection }) => connection.name))]).toEqual(
        expect.arrayContaining(['bookings', 'properties', 'organisations']),
      );
      const found = await attack('H2 cursors of others over GraphQL', count(200, 5000), async () => {
        const { connection, cursor } = pick(stolen);
        const { name, document } = random() < 0.5 ? connection : pick(connections);
        const caller = pick(ATTACKERS);
        const variables = { first: 100, after: cursor, id: pick(homes) };
        const body = await arena.app.graphql(document, variables, arena.attackers.tokenOf(caller));
        const what = `${name} by ${caller} at a place in ${connection.name}`;
        return faultOf(what, { status: statusOf(body), body }, marks, isShownOrRefused);
      });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it(
    'a cursor that is not as it was given out is taken nowhere',
    async () => {
      const found = await attack('H2 cursors tampered with', count(300, 10_000), async () => {
        const { cursor, path } = pick(cursors);
        const changed = tampered(cursor, random);
        if (changed === '') return undefined;
        const { caller, answer } = ask(`${path}cursor=${encodeURIComponent(changed)}`);
        return faultOf(`${path} by ${caller} at ${changed}`, await answer, marks, isRefused);
      });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );

  it(
    'a filter or an order shows nothing of theirs, whatever it names',
    async () => {
      const values = [...marks, ...homes, 'host', 'guest', 'confirmed', 'completed', 'true', 'user'];
      const found = await attack('H2 filters and orders', count(400, 10_000), async () => {
        const list = pick(listsOf(arena));
        const { caller, answer } = ask(`${pathOf(list, pick(homes))}${filterOf(list, values, random)}`);
        return faultOf(`${list.operationId} by ${caller}`, await answer, marks, isShownOrRefused);
      });
      expect(found).toEqual([]);
    },
    ATTACK_MS,
  );
});
