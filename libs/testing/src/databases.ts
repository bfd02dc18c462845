import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ConnectionSettings } from '#database';
import { SERVER_URL, TEMPLATE } from './environment.js';

const EMPTY = 'template0';

function urlOf(database: string): string {
  const server = process.env[SERVER_URL];
  if (server === undefined) throw new Error('there is no PostgreSQL for tests: run them by npm test');
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Connections of a test: patient, and few. */
export function testConnection(url: string): ConnectionSettings {
  return {
    url,
    poolSize: 5,
    statementTimeoutMs: 60_000,
    lockTimeoutMs: 60_000,
    transactionTimeoutMs: 0,
    idleInTransactionTimeoutMs: 60_000,
    poolWaitMs: 10_000,
  };
}

/** A database of one test. */
export interface FreshDatabase {
  url: string;
  /** Runs statements, behind the application's back. */
  run(statements: string): Promise<void>;
  /** The rows of one statement, behind the application's back. */
  rows<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]>;
  drop(): Promise<void>;
}

async function rows<Row extends pg.QueryResultRow>(database: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function run(database: string, statements: string): Promise<void> {
  await rows(database, statements);
}

/** Makes an empty database, or a copy of the migrated one; its URL. */
export async function createDatabase(name: string, template = EMPTY): Promise<string> {
  await run('postgres', `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return urlOf(name);
}

/** A database of one's own: migrated, or an empty one. */
export async function freshDatabase(content: 'migrated' | 'empty' = 'migrated'): Promise<FreshDatabase> {
  const name = `roost_${randomBytes(8).toString('hex')}`;
  const url = await createDatabase(name, content === 'migrated' ? TEMPLATE : EMPTY);
  return {
    url,
    run: (statements) => run(name, statements),
    rows: (statement) => rows(name, statement),
    drop: () => run('postgres', `DROP DATABASE ${name} WITH (FORCE)`),
  };
}
