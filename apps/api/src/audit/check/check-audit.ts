import pg from 'pg';
import { Chain, type ChainedEntry } from './chain.js';

/** So many are in memory at a time. */
const PORTION = 1000;

const ENTRIES = `
  SELECT
    number::text,
    encode(previous_hash, 'hex') AS "previousHash",
    encode(hash, 'hex') AS hash,
    ARRAY[
      id::text,
      to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      actor_kind,
      actor_id::text,
      actor_organisation_id::text,
      session_id::text,
      network,
      user_agent,
      action,
      subject_type,
      subject_id,
      reason,
      before::text,
      after::text
    ] AS fields
  FROM audit_entries
  ORDER BY audit_entries.number`;

/** What the walk has come to. */
export interface AuditCheck {
  entries: bigint;
  /** of the last entry, in hexadecimal digits */
  head: string;
  /** the first thing that is wrong */
  fault?: string;
}

/**
 * Walks through the whole audit log, in order and in one snapshot: each entry has to be what its hash says, and follow the
 * one before. Memory does not grow with it.
 * @param knownHead the head that an earlier check has said: it must still be in the chain. Without one, entries that are cut
 *   off at the end are only seen when whoever did it has left the end of the chain as it was.
 */
export async function checkAudit(databaseUrl: string, knownHead?: string): Promise<AuditCheck> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await walk(client, knownHead?.toLowerCase());
  } finally {
    await client.end();
  }
}

async function walk(client: pg.Client, knownHead: string | undefined): Promise<AuditCheck> {
  const chain = new Chain();
  let knownIsThere = knownHead === undefined;
  await client.query(`DECLARE entries NO SCROLL CURSOR FOR ${ENTRIES}`);
  for (;;) {
    const { rows } = await client.query<ChainedEntry>(`FETCH ${PORTION} FROM entries`);
    for (const entry of rows) {
      const fault = chain.follow(entry);
      if (fault !== undefined) return { entries: chain.length, head: chain.head, fault };
      knownIsThere ||= entry.hash === knownHead;
    }
    if (rows.length < PORTION) break;
  }
  const fault = knownIsThere
    ? await faultAtTheEnd(client, chain)
    : `no entry has the hash ${knownHead}: the end is gone`;
  return { entries: chain.length, head: chain.head, ...(fault !== undefined && { fault }) };
}

/** Each appending leaves the end in `audit_head`, and nothing in `audit_pending`. */
async function faultAtTheEnd(client: pg.Client, { length, head }: Chain): Promise<string | undefined> {
  const { rows } = await client.query<{ number: string; hash: string; pending: number }>(`
    SELECT number::text, encode(hash, 'hex') AS hash, (SELECT count(*)::integer FROM audit_pending) AS pending
    FROM audit_head`);
  const [end] = rows;
  if (!end) return 'nothing says where the chain ends: audit_head is empty';
  if (BigInt(end.number) > length) return `entry ${length + 1n} is missing: the chain had ${end.number} entries`;
  if (end.hash !== head || end.number !== String(length)) return `entry ${length} was not appended as others are`;
  if (end.pending > 0) return `${end.pending} entries have not come into the chain: see audit_pending`;
  return undefined;
}
