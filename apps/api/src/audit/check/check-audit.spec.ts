import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '#testing';
import { checkAudit, type AuditCheck } from './check-audit.js';

const ENTRIES = 12;
const APPEND = `
  INSERT INTO audit_pending (id, actor_kind, actor_id, session_id, network, user_agent, action, subject_type, subject_id, reason, before, after)
  VALUES (gen_random_uuid(), 'user', gen_random_uuid(), gen_random_uuid(), '203.0.113.7', 'Firefox – 3:abc,', 'property.changed', 'property',
          gen_random_uuid()::text, 'asked for', '{"nightly": 1.50, "a": null}', '{"title": "é – \\u0022", "beds": [1, {"b": true}]}');`;

/** Nor do constraints hold any more. */
const UNGUARD = `
  ALTER TABLE audit_entries DISABLE TRIGGER USER;
  ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_pkey;`;

/** What the owner of the tables can do once they have switched the triggers off, and how it is found. */
const TAMPERINGS: Record<string, { statement: string; fault: RegExp }> = {
  'an entry whose actor was changed': {
    statement: 'UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE number = 5',
    fault: /^entry 5 is not what it was/,
  },
  'an entry whose time was changed by a microsecond': {
    statement: "UPDATE audit_entries SET happened_at = happened_at + INTERVAL '1 microsecond' WHERE number = 6",
    fault: /^entry 6 is not what it was/,
  },
  'an entry that has lost what changed': {
    statement: 'UPDATE audit_entries SET before = NULL WHERE number = 1',
    fault: /^entry 1 is not what it was/,
  },
  'text that moved from one field to the next': {
    statement: "UPDATE audit_entries SET network = '203.0.113.', user_agent = '7' || user_agent WHERE number = 2",
    fault: /^entry 2 is not what it was/,
  },
  'an entry that was changed and hashed anew': {
    statement: `
      UPDATE audit_entries SET reason = NULL WHERE number = 4;
      UPDATE audit_entries e SET hash = sha256(convert_to(audit_text(e), 'UTF8')) WHERE number = 4`,
    fault: /^entry 5 does not follow/,
  },
  'an entry that was taken out': {
    statement: 'DELETE FROM audit_entries WHERE number = 7',
    fault: /^entry 7 is missing/,
  },
  'a middle that was cut out': {
    statement: 'DELETE FROM audit_entries WHERE number BETWEEN 3 AND 9',
    fault: /^entry 3 is missing: entry 10/,
  },
  'a middle that was cut out, and closed by new numbers': {
    statement: `
      DELETE FROM audit_entries WHERE number BETWEEN 3 AND 9;
      UPDATE audit_entries SET number = number - 7 WHERE number > 9;
      UPDATE audit_entries e SET hash = sha256(convert_to(audit_text(e), 'UTF8')) WHERE number > 2`,
    fault: /^entry 3 does not follow/,
  },
  'two entries that changed places': {
    statement: `
      UPDATE audit_entries SET number = -4 WHERE number = 4;
      UPDATE audit_entries SET number = 4 WHERE number = 5;
      UPDATE audit_entries SET number = 5 WHERE number = -4`,
    fault: /^entry 4 is not what it was/,
  },
  'a beginning that was cut off': {
    statement: 'DELETE FROM audit_entries WHERE number <= 2',
    fault: /^entry 1 is missing/,
  },
  'an end that was cut off': {
    statement: 'DELETE FROM audit_entries WHERE number > 10',
    fault: /^entry 11 is missing/,
  },
  'an entry that was forged at the end': {
    statement: `
      INSERT INTO audit_entries (number, id, happened_at, actor_kind, action, subject_type, subject_id, previous_hash, hash)
      SELECT number + 1, gen_random_uuid(), now(), 'system', 'property.paused', 'property', 'x', hash, hash
      FROM audit_entries WHERE number = ${ENTRIES}`,
    fault: new RegExp(`^entry ${ENTRIES + 1} is not what it was`),
  },
  'an entry that was forged at the end, with the right hash': {
    statement: `
      INSERT INTO audit_entries (number, id, happened_at, actor_kind, action, subject_type, subject_id, previous_hash, hash)
      SELECT number + 1, gen_random_uuid(), now(), 'system', 'property.paused', 'property', 'x', hash, hash
      FROM audit_entries WHERE number = ${ENTRIES};
      UPDATE audit_entries e SET hash = sha256(convert_to(audit_text(e), 'UTF8')) WHERE number = ${ENTRIES + 1}`,
    fault: new RegExp(`^entry ${ENTRIES + 1} was not appended`),
  },
  'an entry that is there twice': {
    statement: `
      INSERT INTO audit_entries SELECT * FROM audit_entries WHERE number = 8`,
    fault: /^entry 8 is there more than once/,
  },
  'everything deleted': { statement: 'DELETE FROM audit_entries', fault: /^entry 1 is missing/ },
};

async function chainOf(entries: number): Promise<FreshDatabase> {
  const database = await freshDatabase();
  await database.run(APPEND.repeat(entries));
  return database;
}

describe('the check of the audit log', () => {
  let whole: FreshDatabase;
  let checked: AuditCheck;

  beforeAll(async () => {
    whole = await chainOf(2500);
    checked = await checkAudit(whole.url);
  });

  afterAll(() => whole.drop());

  it('finds a chain whole, and says its length and its head', async () => {
    expect(checked).toEqual({ entries: 2500n, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await whole.rows("SELECT encode(hash, 'hex') AS head FROM audit_head")).toEqual([{ head: checked.head }]);
  });

  it('finds an empty one whole', async () => {
    const empty = await freshDatabase();
    expect(await checkAudit(empty.url)).toEqual({ entries: 0n, head: '00'.repeat(32) });
    await empty.drop();
  });

  it('finds the head of an earlier check in a chain that has gone on', async () => {
    await whole.run(APPEND);
    expect(await checkAudit(whole.url, checked.head.toUpperCase())).toMatchObject({ entries: 2501n });
  });

  it.each(Object.entries(TAMPERINGS))('finds %s', async (_name, { statement, fault }) => {
    const database = await chainOf(ENTRIES);
    await expect(database.run(statement)).rejects.toThrow('the audit log is never changed');
    expect((await checkAudit(database.url)).fault).toBeUndefined();
    await database.run(`${UNGUARD} ${statement}`);
    expect((await checkAudit(database.url)).fault).toMatch(fault);
    await database.drop();
  });

  it('finds an entry that was kept from the chain', async () => {
    const database = await chainOf(ENTRIES);
    await database.run(`ALTER TABLE audit_pending DISABLE TRIGGER USER; ${APPEND}`);
    expect((await checkAudit(database.url)).fault).toMatch(/^1 entries have not come into the chain/);
    await database.drop();
  });

  it('needs the head of an earlier check to find an end that was cut off with care', async () => {
    const database = await chainOf(ENTRIES);
    const { head } = await checkAudit(database.url);
    await database.run(`
      ALTER TABLE audit_entries DISABLE TRIGGER USER;
      DELETE FROM audit_entries WHERE number > 10;
      UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit_entries WHERE number = 10);`);
    expect(await checkAudit(database.url)).toMatchObject({ entries: 10n });
    expect((await checkAudit(database.url, head)).fault).toMatch(/the end is gone$/);
    await database.drop();
  });
});
