import pg from 'pg';
import { INVARIANTS } from './invariants.js';

const SHOWN = 10;

/**
 * Checks every invariant over the database, in one snapshot; says each result. True when all hold.
 * @param say takes a line for a person
 */
export async function checkInvariants(databaseUrl: string, say: (line: string) => void): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    let whole = true;
    for (const { name, says, breaches } of INVARIANTS) {
      const found = (await client.query<{ breach: string }>(breaches)).rows;
      say(`${found.length === 0 ? 'holds ' : 'BROKEN'} ${name.padEnd(4)} ${says}`);
      for (const { breach } of found.slice(0, SHOWN)) say(`            ${breach}`);
      if (found.length > SHOWN) say(`            … and ${found.length - SHOWN} more`);
      whole &&= found.length === 0;
    }
    await client.query('COMMIT');
    return whole;
  } finally {
    await client.end();
  }
}
