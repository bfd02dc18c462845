import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { APPLICATION_ROLE } from '#database';
import { freshDatabase, person, place, TestApp, type FreshDatabase } from '#testing';
import { importCity } from '../../../apps/api/src/import/import-city.js';
import { checkAudit } from '../../../apps/api/src/audit/check/check-audit.js';

/** What whoever has taken over the application may try. */
const ATTEMPTS = [
  "UPDATE audit_entries SET reason = 'x'",
  'UPDATE audit_entries SET number = number + 1 WHERE false',
  'DELETE FROM audit_entries',
  'TRUNCATE audit_entries',
  'TRUNCATE users CASCADE',
  'INSERT INTO audit_entries SELECT * FROM audit_entries',
  "COPY audit_entries FROM PROGRAM 'true'",
  "MERGE INTO audit_entries e USING audit_head h ON true WHEN MATCHED THEN UPDATE SET reason = 'x'",
  'SELECT * FROM audit_entries FOR UPDATE',
  'BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE',
  'ALTER TABLE audit_entries DISABLE TRIGGER ALL',
  'ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_are_kept',
  'DROP TRIGGER audit_entries_are_kept ON audit_entries',
  'ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_pkey',
  'ALTER TABLE audit_entries ADD COLUMN more text',
  `ALTER TABLE audit_entries OWNER TO ${APPLICATION_ROLE}`,
  'ALTER TABLE audit_entries RENAME TO others',
  'DROP TABLE audit_entries',
  'CREATE INDEX mine ON audit_entries (reason)',
  'CREATE TRIGGER mine BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'CREATE RULE mine AS ON INSERT TO audit_entries DO INSTEAD NOTHING',
  `GRANT ALL ON audit_entries TO ${APPLICATION_ROLE}; DELETE FROM audit_entries`,
  'SET session_replication_role = replica',
  'UPDATE audit_head SET number = 0',
  'DELETE FROM audit_head',
  'UPDATE audit_pending SET reason = NULL',
  'DELETE FROM audit_pending',
  'ALTER TABLE audit_pending DISABLE TRIGGER USER',
  'CREATE OR REPLACE FUNCTION audit_append() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'CREATE OR REPLACE FUNCTION audit_text(entry audit_entries) RETURNS text LANGUAGE sql AS $$ SELECT NULL $$',
  'DROP FUNCTION audit_append() CASCADE',
  'CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
  'DELETE FROM mikro_orm_migrations',
  'ALTER TABLE users ADD COLUMN mine text',
  `ALTER ROLE ${APPLICATION_ROLE} SUPERUSER`,
  'SELECT pg_read_file($$PG_VERSION$$)',
];

const ALBANY = new URL('../../../../data/albany', import.meta.url).pathname;

describe('the role that the application works under', () => {
  let database: FreshDatabase;
  let app: TestApp;
  let login: string;
  let own: URL;
  const run = <Row extends pg.QueryResultRow>(url: string, options: string, statements: string[]): Promise<Row[]> =>
    withClient(url, options, async (client) => {
      let rows: Row[] = [];
      for (const statement of statements) ({ rows } = await client.query<Row>(statement));
      return rows;
    });

  beforeAll(async () => {
    database = await freshDatabase();
    login = `login_${randomBytes(6).toString('hex')}`;
    await database.run(`CREATE ROLE ${login} LOGIN PASSWORD 'of its own' IN ROLE ${APPLICATION_ROLE}`);
    own = new URL(database.url);
    Object.assign(own, { username: login, password: 'of its own' });
    app = await TestApp.start({ DATABASE_URL: own.href });
    await place(app, await person(app));
  });

  afterAll(async () => {
    await app.stop();
    await database.drop();
    const left = await freshDatabase('empty');
    await left.run(`DROP ROLE ${login}`);
    await left.drop();
  });

  it('is taken on by the application whose login owns everything', async () => {
    const other = await TestApp.start();
    await other.sql(`
      CREATE TABLE seen (role name);
      CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen SELECT current_user; RETURN NULL; END $$;
      CREATE TRIGGER sees AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION see();`);
    await person(other);
    expect(await other.sql('SELECT role FROM seen')).toEqual([{ role: APPLICATION_ROLE }]);
    await other.stop();
  });

  it.each(ATTEMPTS)('may not: %s', async (statement) => {
    const before = await database.rows('SELECT * FROM audit_head');
    await expect(run(database.url, `-c role=${APPLICATION_ROLE}`, [statement])).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|22023)$/),
    });
    await expect(run(own.href, '', [statement])).rejects.toMatchObject({ code: '42501' });
    expect(await database.rows('SELECT * FROM audit_head')).toEqual(before);
  });

  it('is left by nobody whose login has no other', async () => {
    const escapes = ['RESET ROLE', 'SET ROLE NONE', 'RESET SESSION AUTHORIZATION'];
    const attempt = run(own.href, `-c role=${APPLICATION_ROLE}`, [...escapes, 'DELETE FROM audit_entries']);
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
    await expect(run(own.href, '', ['SET ROLE roost'])).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot put itself in the way of the names that the appending uses', async () => {
    await withClient(own.href, '', async (client) => {
      await client.query('CREATE TEMPORARY TABLE audit_head (id boolean, number bigint, hash bytea)');
      await client.query('CREATE TEMPORARY TABLE audit_entries (LIKE public.audit_entries)');
      await client.query('SET search_path = pg_temp, public');
      await client.query(`
        INSERT INTO audit_pending (id, actor_kind, action, subject_type, subject_id)
        VALUES (gen_random_uuid(), 'system', 'property.paused', 'property', 'in the way')`);
      expect((await client.query('SELECT FROM pg_temp.audit_entries')).rowCount).toBe(0);
    });
    expect(await database.rows("SELECT FROM audit_entries WHERE subject_id = 'in the way'")).toHaveLength(1);
  });

  it('is enough for an import, and for telling the planner of it', async () => {
    const options = { shift: false, rejects: `${app.dataDir}/rejects.csv`, now: new Date(), city: 'Albany' };
    await importCity(own.href, ALBANY, options);
    const [found] = await database.rows('SELECT reltuples::integer AS rows FROM pg_class WHERE relname = $$claims$$');
    expect(found).toEqual({ rows: 1294 });
  });

  it('has left the log whole', async () => {
    const { entries, fault } = await checkAudit(own.href);
    expect(fault).toBeUndefined();
    expect(entries).toBeGreaterThan(3n);
  });
});

async function withClient<Result>(
  connectionString: string,
  options: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString, options });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
