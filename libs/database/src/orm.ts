import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityName, type Options } from '@mikro-orm/postgresql';
import pg from 'pg';
import { APPLICATION_ROLE, startOptions } from './application-role.js';
import { takeBackBrokenConnections } from './broken-connections.js';
import { sqlMigrations } from './migrate.js';
import { typeParsers } from './types.js';

/** What the connections of one process are made of. Times in milliseconds, 0 for no limit. */
export interface ConnectionSettings {
  url: string;
  poolSize: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  /** held by PostgreSQL 17 and newer */
  transactionTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  poolWaitMs: number;
  /** how often a transaction is run that PostgreSQL gives up for a conflict; 5 when left out */
  transactionTries?: number;
  /** under which statements are run; the login's own when left out, as migrations need it */
  role?: typeof APPLICATION_ROLE;
}

/** Any number will do, as long as nobody else takes it for something else. */
const MIGRATION_LOCK = 7_266_738_278;

/**
 * MikroORM's options for Roost: plain SQL migrations, no lazy loading, UTC, and time-outs on the server so that no
 * statement, lock or transaction outlives its request.
 * @param onPoolCreated hears of the pool of connections
 */
export async function ormOptions(
  settings: ConnectionSettings,
  entities: EntityName[],
  onPoolCreated: (pool: pg.Pool) => void = () => undefined,
): Promise<Options> {
  return {
    clientUrl: settings.url,
    entities,
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: settings.poolSize, idleTimeoutMillis: 30_000 },
    forceUtcTimezone: true,
    driverOptions: {
      types: typeParsers(),
      connectionTimeoutMillis: settings.poolWaitMs,
      statement_timeout: settings.statementTimeoutMs,
      lock_timeout: settings.lockTimeoutMs,
      idle_in_transaction_session_timeout: settings.idleInTransactionTimeoutMs,
      options: startOptions(settings.role),
      onConnect: (client: pg.PoolClient) => limitTransactions(client, settings.transactionTimeoutMs),
      onPoolCreated: (pool: pg.Pool) => {
        takeBackBrokenConnections(pool);
        onPoolCreated(pool);
      },
    },
    migrations: {
      migrationsList: await sqlMigrations(),
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: false,
    },
    debug: false,
  };
}

/** PostgreSQL 15 and 16 know no `transaction_timeout`, and would refuse a connection that is begun with it. */
async function limitTransactions(client: pg.PoolClient, timeoutMs: number): Promise<void> {
  const statement = `
    SELECT set_config(name, $1, false)
    FROM pg_settings
    WHERE name = 'transaction_timeout'`;
  await client.query(statement, [String(timeoutMs)]);
}

/**
 * Brings the database's schema up to date. Running it twice changes nothing; who comes second waits for the first.
 * @param until the last migration to run, by its name, for tests of those that come after it; all when left out
 */
export async function migrate(settings: ConnectionSettings, until?: string): Promise<void> {
  const patient = {
    ...settings,
    role: undefined,
    statementTimeoutMs: 0,
    lockTimeoutMs: 60_000,
    transactionTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  };
  const orm = await MikroORM.init(await ormOptions(patient, []));
  try {
    await alone(settings.url, () => orm.migrator.up(until === undefined ? {} : { to: until }));
  } finally {
    await orm.close(true);
  }
}

/** Several processes of one release start at once, and each migrates first: one after the other. */
async function alone(url: string, work: () => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await work();
  } finally {
    await client.end();
  }
}
