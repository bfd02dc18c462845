import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityName, type Options } from '@mikro-orm/postgresql';
import { sqlMigrations } from './migrate.js';
import { typeParsers } from './types.js';

/** What the connections of one process are made of. Times in milliseconds. */
export interface ConnectionSettings {
  url: string;
  poolSize: number;
  statementTimeoutMs: number;
  lockTimeoutMs: number;
  transactionTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  poolWaitMs: number;
}

/**
 * MikroORM's options for Roost: plain SQL migrations, no lazy loading, UTC, and time-outs on the server so that no
 * statement, lock or transaction outlives its request.
 */
export async function ormOptions(settings: ConnectionSettings, entities: EntityName[]): Promise<Options> {
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
      options: '-c timezone=UTC -c jit=off',
    },
    migrations: { migrationsList: await sqlMigrations(), snapshot: false, silent: true, transactional: true, allOrNothing: false },
    debug: false,
  };
}

/** Brings the database's schema up to date; running it twice changes nothing. */
export async function migrate(settings: ConnectionSettings): Promise<void> {
  const patient = { ...settings, statementTimeoutMs: 0, lockTimeoutMs: 60_000, transactionTimeoutMs: 0, idleInTransactionTimeoutMs: 0 };
  const orm = await MikroORM.init(await ormOptions(patient, []));
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}
