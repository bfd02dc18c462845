import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '#clock';
import { APPLICATION_ROLE, Database, outsideOfRequest, rows, sql } from '#database';
import { freshDatabase, startContext, testConfig, waitFor, type FreshDatabase } from '#testing';
import { Audit } from './audit.js';
import { AuditModule } from './audit.module.js';
import { changesOf, type Changes } from './changes.js';
import { actingFrom, type Origin } from './origin.js';

interface Entry {
  number: number;
  subject_id: string;
  actor_kind: string;
  actor_id: string | null;
  network: string | null;
}

let database: FreshDatabase;
let context: INestApplicationContext;
let db: Database;
let audit: Audit;

beforeAll(async () => {
  database = await freshDatabase();
  context = await startContext({
    config: testConfig(database.url),
    connection: { poolSize: 20, role: APPLICATION_ROLE },
    imports: [AuditModule],
  });
  db = context.get(Database);
  audit = context.get(Audit);
});

afterAll(async () => {
  await context.close();
  await database.drop();
});

const entriesOf = (subject: string): Promise<Entry[]> =>
  database.rows<Entry>(`SELECT * FROM audit_entries WHERE subject_id = '${subject}' ORDER BY number`);

async function record(subject: string | string[], changes: { before?: Changes; after?: Changes } = {}): Promise<void> {
  await db.transaction(async (tx) => audit.record(tx, { action: 'property.changed', subject, ...changes }));
}

describe('the audit log', () => {
  it('has no gap, and no fork, however many transactions end at once, and whether they commit or not', async () => {
    const ends = Array.from({ length: 50 }, async (_, index) =>
      db.transaction(async (tx) => {
        await audit.record(tx, { action: 'property.changed', subject: `storm ${index}` });
        await audit.record(tx, { action: 'property.paused', subject: [`storm ${index} a`, `storm ${index} b`] });
        if (index % 3 === 0) throw new Error('rolled back');
      }),
    );
    const failed = (await Promise.allSettled(ends)).filter(({ status }) => status === 'rejected');
    expect(failed).toHaveLength(17);
    const broken = await database.rows(`
      SELECT number
      FROM (
        SELECT number, row_number() OVER w AS place, previous_hash, lag(hash) OVER w AS hash_before
        FROM audit_entries
        WINDOW w AS (ORDER BY number)) chain
      WHERE number <> place OR (number > 1 AND previous_hash <> hash_before)`);
    expect(broken).toEqual([]);
    const [kept] = await database.rows(
      "SELECT count(*)::integer AS n FROM audit_entries WHERE subject_id LIKE 'storm%'",
    );
    expect(kept).toEqual({ n: 33 * 3 });
    expect(await database.rows('SELECT FROM audit_pending')).toEqual([]);
  });

  it('has no entry of what was rolled back, and keeps nobody waiting who is not at their commit', async () => {
    const [long, short] = [newId(), newId()];
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const waiting = db.transaction(async (tx) => {
      await audit.record(tx, { action: 'property.changed', subject: long });
      begun.resolve();
      await end.promise;
      throw new Error('rolled back');
    });
    await begun.promise;
    await record(short);
    expect(await entriesOf(short)).toHaveLength(1);
    end.resolve();
    await expect(waiting).rejects.toThrow('rolled back');
    expect(await entriesOf(long)).toEqual([]);
  });

  it('has nothing to say of no subjects', async () => {
    await expect(record([])).resolves.toBeUndefined();
  });

  it('says who acts, and that what nobody asked for was done by the application itself', async () => {
    const origin: Origin = { actor: { kind: 'user', id: newId() }, network: '203.0.113.7' };
    const [asked, setOff, alone] = [newId(), newId(), newId()];
    await actingFrom(origin, async () => {
      await record(asked);
      await outsideOfRequest(() => record(setOff));
    });
    await record(alone);
    expect(await entriesOf(asked)).toMatchObject([
      { actor_kind: 'user', actor_id: origin.actor.id, network: '203.0.113.7' },
    ]);
    for (const subject of [setOff, alone]) {
      expect(await entriesOf(subject)).toMatchObject([{ actor_kind: 'system', actor_id: null, network: null }]);
    }
  });

  it('has room for partners’ keys', async () => {
    const actor = { kind: 'api_key', id: newId(), organisationId: newId() } as const;
    const subject = newId();
    await actingFrom({ actor }, () => record(subject));
    expect(await entriesOf(subject)).toMatchObject([
      { actor_kind: 'api_key', actor_id: actor.id, actor_organisation_id: actor.organisationId },
    ]);
  });

  it('refuses secrets, and what says who a person is, wherever they are hidden', async () => {
    const hidden = ['passwordHash', 'refresh_token', 'apiSecret', 'email', 'firstName', 'last_name'];
    for (const name of hidden) {
      const subject = newId();
      const after = { list: [{ deep: { [name]: 'x' } }] };
      await expect(record(subject, { after })).rejects.toThrow('audit_pending_after_check');
      expect(await entriesOf(subject)).toEqual([]);
    }
    await record(newId(), { after: { rule: 'a value may well speak of a "password": it is no name' } });
    // @ts-expect-error -- the compiler refuses them too
    expect((): Changes => ({ refreshToken: 'x' })).toBeDefined();
  });

  it('notes what has changed nothing after whoever did it was answered', async () => {
    const subject = newId();
    const origin: Origin = { actor: { kind: 'anonymous' }, network: '203.0.113.8' };
    actingFrom(origin, () => audit.note({ action: 'sign_in.failed', subject }));
    const [entry] = await waitFor('the note', async () => {
      const found = await entriesOf(subject);
      return found.length > 0 ? found : undefined;
    });
    expect(entry).toMatchObject({ actor_kind: 'anonymous', network: '203.0.113.8' });
  });

  it('writes notes together, at a moment of its own: the next request does not take longer for each of them', async () => {
    const subjects = Array.from({ length: 30 }, () => newId());
    for (const subject of subjects) audit.note({ action: 'sign_in.failed', subject });
    const kept = await waitFor('the notes', async () => {
      const found = await database.rows<{ transaction: string }>(
        `SELECT xmin::text AS transaction FROM audit_entries WHERE subject_id = ANY ('{${subjects.join()}}')`,
      );
      return found.length === subjects.length ? found : undefined;
    });
    expect(new Set(kept.map(({ transaction }) => transaction)).size).toBe(1);
  });

  it('has written what was noted when it is shut down', async () => {
    const other = await startContext({ config: testConfig(database.url), imports: [AuditModule] });
    const subject = newId();
    other.get(Audit).note({ action: 'sign_in.failed', subject });
    await other.close();
    expect(await entriesOf(subject)).toHaveLength(1);
  });

  it('takes part in the transaction even where that is read only by snapshot: it is run again', async () => {
    const subject = newId();
    const append = (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        await rows(tx, sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`);
        await rows(tx, sql`SELECT 1`);
        await audit.record(tx, { action: 'property.changed', subject: id });
      });
    await Promise.all(Array.from({ length: 4 }, () => append(subject)));
    expect(await entriesOf(subject)).toHaveLength(4);
  });
});

describe('changesOf', () => {
  const fields = { told: ['nightly', 'amenities'], withheld: ['title'] } as const;
  const was = { nightly: 100 as number | null, amenities: ['wifi'], title: 'A' };

  it('tells what has changed, and only that there is more', () => {
    const is = { nightly: null, amenities: ['wifi'], title: 'B' };
    expect(changesOf(fields, was, is)).toEqual({
      before: { nightly: 100 },
      after: { nightly: null, withheld: ['title'] },
    });
  });

  it('is nothing when nothing has', () => {
    expect(changesOf(fields, was, { ...was, amenities: ['wifi'] })).toBeUndefined();
  });
});
