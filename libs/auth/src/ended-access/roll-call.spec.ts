import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from '#database';
import { freshDatabase, startContext, testConfig, type FreshDatabase } from '#testing';
import { LISTENERS, ROLL_CALL, RollCall } from './roll-call.js';

/** Longer than any test lasts. */
const ENDLESS_MS = 3_600_000;

describe('RollCall', () => {
  let database: FreshDatabase;
  let app: INestApplicationContext;
  let db: Database;

  beforeAll(async () => {
    database = await freshDatabase('empty');
    const connection = { poolSize: 2, statementTimeoutMs: 4000, lockTimeoutMs: 3000, poolWaitMs: 300 };
    const timeouts = { transactionTimeoutMs: 9000, idleInTransactionTimeoutMs: 8000 };
    const settings = { ...connection, ...timeouts };
    app = await startContext({ config: testConfig(database.url), role: 'none', connection: settings });
    db = app.get(Database);
  });
  afterAll(() => database.drop());

  it('waits for nobody where nobody listens', async () => {
    await expect(new RollCall(db, ENDLESS_MS).hold()).resolves.toBeUndefined();
  });

  it('asks who listens, and waits for one who says nothing no longer than it is patient', async () => {
    const silent = new pg.Client({ connectionString: database.url, application_name: LISTENERS });
    const heard: (string | undefined)[] = [];
    silent.on('notification', ({ payload }) => heard.push(payload));
    await silent.connect();
    try {
      await silent.query(`LISTEN ${ROLL_CALL}`);
      await new RollCall(db, 200).hold();
      await silent.query('SELECT');
      expect(heard).toEqual([expect.stringMatching(/^\? /)]);
    } finally {
      await silent.end();
    }
  });

  it('throws nothing while the database cannot be asked', async () => {
    await app.close();
    await expect(new RollCall(db, 10).hold()).resolves.toBeUndefined();
  });
});
