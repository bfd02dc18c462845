import type { AppConfig } from '#config';
import type { ConnectionSettings } from '#database';

/** The configured connections to PostgreSQL. */
export function connectionSettings(database: AppConfig['database']): ConnectionSettings {
  return {
    url: database.url,
    poolSize: database.poolSize,
    statementTimeoutMs: database.statementTimeoutMs,
    lockTimeoutMs: database.lockTimeoutMs,
    transactionTimeoutMs: database.transactionTimeoutMs,
    idleInTransactionTimeoutMs: database.idleInTransactionTimeoutMs,
    poolWaitMs: database.poolWaitMs,
  };
}
