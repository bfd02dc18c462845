import { randomUUID } from 'node:crypto';
import type { GraphqlAnswer } from '#testing';
import { graphqlRequest, restRequest, send, statusOf, type Door, type Request } from '../e2e/access/doors.js';
import type { Call } from '../e2e/access/call.js';
import { CALLERS, MATRIX, type Caller } from '../e2e/access/matrix.js';
import { readMatrix } from '../e2e/access/matrix-table.js';
import type { Things } from '../e2e/access/things.js';
import { deletedThing } from './deletions.js';
import type { Arena } from './arena.js';

/** Whose the id is that a request is sent with. */
export type Kind = 'own' | 'foreign' | 'deleted' | 'malformed';
type Pool = Record<'own' | 'foreign' | 'deleted', Things>;

/** An operation that takes ids, over one door, and what there is of each kind. */
export interface Target {
  operation: string;
  door: Door;
  /** the names of its ids */
  slots: string[];
  pool: Pool;
  requestOf: (things: Things) => Request;
}

const { expected } = readMatrix(MATRIX, CALLERS);
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const MALFORMED = ['x', '0', '-1', '%00', '..%2f', '%27%20OR%201=1', 'a'.repeat(90), 'a'.repeat(200), '{id}', 'null'];
/** Headers that differ from one answer to the next, whatever is asked. */
const PASSING = ['date', 'x-request-id', 'content-length'];

/** Every operation that takes an id, over each of its doors. */
export async function targetsOf(arena: Arena, operations: Record<string, Call>): Promise<Target[]> {
  const pools = new Map<Call['about'], Pool>();
  const targets: Target[] = [];
  // In the order of the matrix: who has been given a passkey cannot sign in by a password alone any more.
  const order = [...expected.keys()];
  const sorted = Object.entries(operations).sort(([a], [b]) => place(order, a) - place(order, b));
  for (const [operation, call] of sorted) {
    const pool = pools.get(call.about) ?? (await poolOf(arena, call));
    pools.set(call.about, pool);
    const route = arena.app.contract.routes.find(({ operationId }) => operationId === operation);
    if (route) targets.push(targetOf(operation, 'REST', pool, (things) => restRequest(route, things)));
    if (call.graphql !== undefined)
      targets.push(targetOf(operation, 'GraphQL', pool, (things) => graphqlRequest(call, things)));
  }
  return targets.filter((target) => target.slots.length > 0 && callersOf(target).length > 0);
}

function place(order: readonly string[], operation: string): number {
  const found = order.indexOf(operation);
  return found === -1 ? order.length : found;
}

async function poolOf({ attackers, victims }: Arena, { about }: Call): Promise<Pool> {
  const [own, foreign] = [await about(attackers), await about(victims)];
  return { own, foreign, deleted: (await deletedThing(victims, about)) ?? foreign };
}

/** Ids that everyone may name: another's published place, in a list of one's own. */
const ANYONES: Record<string, readonly string[]> = {
  saveWishListProperty: ['propertyId'],
  deleteWishListProperty: ['propertyId'],
};

function targetOf(operation: string, door: Door, pool: Pool, requestOf: Target['requestOf']): Target {
  // Not every id of a thing is sent: the query of a document names those that are.
  const sent = (name: string): boolean => {
    const { path, options } = requestOf({ ...pool.own, [name]: 'HERE' });
    const { query, variables } = Object(options.body) as { query?: string; variables?: object };
    if (door === 'REST') return `${path}${JSON.stringify(options.body)}`.includes('HERE');
    return query?.includes(`$${name}`) === true || JSON.stringify(Object(variables)).split('HERE').length > 2;
  };
  const isAnyones = (name: string): boolean => ANYONES[operation]?.includes(name) === true;
  const slots = Object.keys(pool.own).filter(
    (name) => UUID.test(pool.own[name] ?? '') && sent(name) && !isAnyones(name),
  );
  return { operation, door, slots, pool, requestOf };
}

/** Open to whoever has the link: what another's is told by a link of one's own is still to be found out. */
const BY_LINK = ['getExportFile'];

/** Whether everyone may do it with anything of its kind that there is: then there is nothing to be found out. */
function isOpen(operation: string, caller: Caller): boolean {
  if (BY_LINK.includes(operation)) return false;
  const byCaller = expected.get(operation.split(':')[0] ?? '');
  const isLetIn = (each: Caller): boolean => (byCaller?.get(each) ?? 200) < 300;
  if (['anonymous', 'support', 'admin'].includes(caller)) return isLetIn(caller);
  return isLetIn('otherGuest') && isLetIn('otherHost');
}

/** Who has something to find out; a suspended caller is told nothing but that. */
function callersOf({ operation }: Target): Caller[] {
  return CALLERS.filter((caller) => caller !== 'suspended' && !isOpen(operation, caller));
}

/** A request whose ids are of such kinds, and what it looks like with ids of what never was in the place of the others'. */
export interface Swap {
  target: Target;
  caller: Caller;
  kinds: Kind[];
  request: Request;
  /** undefined where ids are malformed: then there is nothing that it has to be like */
  twin?: Request;
  ids: string[];
}

/** Draws a request, with at least one id that is not the caller's. */
export function drawSwap(targets: readonly Target[], random: () => number): Swap {
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  };
  const target = pick(targets);
  const callers = callersOf(target);
  // Those who have something of the kind can mix it with what is others'.
  const owners = callers.filter((each) => each === 'host' || each === 'guest');
  const caller = pick(random() < 0.4 && owners.length > 0 ? owners : callers);
  const kinds = target.slots.map(() => pick<Kind>(['own', 'foreign', 'foreign', 'deleted', 'malformed']));
  if (!kinds.some((kind) => kind !== 'own')) kinds[Math.floor(random() * kinds.length)] = 'foreign';
  const spelled = random() < 0.1 ? (id: string) => id.toUpperCase() : (id: string) => id;
  const things = { ...target.pool.own };
  const absent = { ...target.pool.own };
  target.slots.forEach((slot, index) => {
    const kind = kinds[index] ?? 'foreign';
    const id = kind === 'malformed' ? pick(MALFORMED) : spelled(target.pool[kind][slot] ?? '');
    things[slot] = id;
    absent[slot] = kind === 'foreign' || kind === 'deleted' ? spelled(randomUUID()) : id;
  });
  const ids = target.slots.flatMap((slot) => [things[slot] ?? '', absent[slot] ?? '']);
  const twin = kinds.includes('malformed') ? undefined : target.requestOf(absent);
  return { target, caller, kinds, request: target.requestOf(things), twin, ids };
}

/** What is wrong with the answer to a swap; undefined for nothing. */
export async function faultOfSwap({ app, attackers }: Arena, swap: Swap): Promise<string | undefined> {
  const { caller, kinds, request, twin, target } = swap;
  const name = `${target.operation} over ${target.door} by ${caller} with ids ${kinds.join(', ')}`;
  const ask = (asked: Request) => send(app, asked, attackers.tokenOf(caller));
  const answer = await ask(request);
  const status = target.door === 'REST' ? answer.status : statusOf(answer.body as GraphqlAnswer<null>);
  if (status < 400 || status >= 500) return `${name}: answered ${status} ${JSON.stringify(answer.body)}`;
  if (!twin) return undefined;
  const [seen, other] = [answer, await ask(twin)].map((each) => shown(each, swap.ids));
  return seen === other ? undefined : `${name}: ${seen ?? ''} but absent ${other ?? ''}`;
}

function shown({ status, headers, body }: Awaited<ReturnType<typeof send>>, ids: readonly string[]): string {
  const kept = [...headers].filter(([header]) => !PASSING.includes(header));
  // A document that is answered for the first time is not compiled yet, and its errors say where in it they came about.
  const text = JSON.stringify({ status, headers: kept, body }).replaceAll(/"locations":\[.*?\],/g, '');
  return ids.reduce((said, id) => (id === '' ? said : said.replaceAll(id, '{id}')), text);
}
