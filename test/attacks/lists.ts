import { expectStatus, type Answer, type Route } from '#testing';
import { CALLERS, type Caller } from '../e2e/access/matrix.js';
import { hasAccount, type Scene } from '../e2e/access/scene.js';
import type { Arena } from './arena.js';

interface Page {
  nextCursor?: string | null;
}

/** A place in somebody's list, and where it came from. */
export interface StolenCursor {
  operation: string;
  path: string;
  cursor: string;
}

/** Words for filters and orders that nobody has thought of: columns, pieces of SQL, paths, what is no text. */
const ODD = [
  'email',
  'host_id',
  'id desc',
  "1';--",
  '1) OR (1=1',
  '$where',
  '../..',
  'null',
  'true',
  '[]',
  '\u0000',
  '*',
];

/** Every list that is read in pages. */
export function listsOf({ app }: Arena): Route[] {
  return app.contract.routes.filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'cursor'));
}

/** The path of a list of somebody's place or organisation, or of their own, up to its query. */
export function pathOf({ operationId, path }: Route, id: string): string {
  return `${path.replaceAll(/\{\w+\}/g, id)}?${operationId === 'listProperties' ? 'mine=true&' : ''}`;
}

/** Where each caller's lists go on after their first entry, as far as they go on. */
export async function cursorsOf(
  scene: Scene,
  lists: readonly Route[],
  ids: readonly string[],
): Promise<StolenCursor[]> {
  const found: StolenCursor[] = [];
  for (const caller of CALLERS) {
    for (const list of lists) {
      for (const path of new Set(ids.map((id) => pathOf(list, id)))) {
        const answer = await scene.app.get<Page | null>(`${path}limit=1`, scene.tokenOf(caller));
        const cursor = answer.status === 200 ? answer.body?.nextCursor : undefined;
        if (typeof cursor === 'string') found.push({ operation: list.operationId, path, cursor });
      }
    }
  }
  return found;
}

/** Another cursor than the one that was given out: bits turned, cut, with something behind it, spelt in another way. */
export function tampered(cursor: string, random: () => number): string {
  const at = Math.floor(random() * cursor.length);
  const bytes = Buffer.from(cursor, 'base64url');
  const byte = Math.floor(random() * bytes.length);
  bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << Math.floor(random() * 8)), byte);
  const keys = Buffer.from(cursor, 'base64url').subarray(12);
  const ways = [
    bytes.toString('base64url'),
    cursor.slice(0, at),
    `${cursor}${cursor.charAt(at)}`,
    `${cursor}=`,
    keys.toString('base64url'),
    Buffer.concat([Buffer.alloc(12), keys]).toString('base64url'),
    Buffer.from('["9999-01-01T00:00:00Z","ffffffff-ffff-ffff-ffff-ffffffffffff"]').toString('base64url'),
    ...ODD,
  ];
  return ways[Math.floor(random() * ways.length)] ?? '';
}

/** Something for a parameter of a list: one of the victims' ids and addresses, or what is no value of it. */
export function filterOf(list: Route, values: readonly string[], random: () => number): string {
  const named = (list.parameters ?? []).filter(({ in: where, name }) => where === 'query' && name !== 'cursor');
  const pool = [...values, ...ODD];
  const given = named
    .filter(() => random() < 0.5)
    .map(({ name }) => `${name}=${encodeURIComponent(pool[Math.floor(random() * pool.length)] ?? '')}`);
  return given.join('&');
}

/** All that says in an answer that something is the victims'. */
export async function marksOf({ app, victims }: Arena): Promise<string[]> {
  const people = CALLERS.filter(hasAccount).map((caller) => victims.person(caller));
  const ids = people.map(({ id }) => id);
  const rows = await app.sql<{ id: string }>(
    `SELECT id FROM bookings WHERE guest_id = ANY($1) UNION SELECT id FROM sessions WHERE user_id = ANY($1)
     UNION SELECT organisation_id FROM organisation_members WHERE user_id = ANY($1)
     UNION SELECT id FROM access_grants WHERE host_id = ANY($1)
     UNION SELECT id FROM properties WHERE host_id = ANY($1) AND status <> 'published'`,
    [ids],
  );
  return [...people.map(({ email }) => email), ...rows.map(({ id }) => id)];
}

/** What is wrong with an answer to an attacker; undefined for nothing. */
export function faultOf(
  what: string,
  { status, body }: Pick<Answer, 'status' | 'body'>,
  marks: readonly string[],
  allowed: (status: number) => boolean,
): string | undefined {
  if (!allowed(status)) return `${what}: answered ${status} ${JSON.stringify(body).slice(0, 300)}`;
  if (status !== 200) return undefined;
  const text = JSON.stringify(body);
  const shown = marks.find((mark) => text.includes(mark));
  return shown === undefined ? undefined : `${what}: shows ${shown}`;
}

/** The callers that are not let see everything: staff may. */
export const ATTACKERS: readonly Caller[] = CALLERS.filter((caller) => !['support', 'admin'].includes(caller));

/** The ids of what the victims' lists are about. */
export async function homesOf({ app, victims }: Arena): Promise<string[]> {
  const { token, id } = victims.person('host');
  const { data } = expectStatus(
    await app.get<{ data: { id: string }[] }>('/v1/properties?mine=true&limit=5', token),
    200,
  );
  const rows = await app.sql<{ id: string }>(
    `SELECT organisation_id AS id FROM organisation_members WHERE user_id = $1
     UNION SELECT organisation_id FROM access_grants WHERE host_id = $1 AND organisation_id IS NOT NULL`,
    [id],
  );
  return [...data, ...rows].map((home) => home.id);
}
