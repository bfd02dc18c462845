import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig, StartupError } from '#config';
import { freePort } from './free-port.js';
import { openDatabase, withDatabase } from './open-database.js';
import { runningPostmaster } from './postmaster.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'roost-open-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const server = () => runningPostmaster(join(dataDir, 'postgres', 'data'));

describe('openDatabase', () => {
  it('starts the embedded database when nothing is set, and stops it on close', async () => {
    const database = await openDatabase(loadConfig({ DATA_DIR: dataDir }));
    expect(await server()).toMatchObject({ port: Number(new URL(database.url).port), ready: true });
    await database.close();
    expect(await server()).toBeUndefined();
  });

  it('uses DATABASE_URL when it is set, and leaves that server alone', async () => {
    const embedded = await openDatabase(loadConfig({ DATA_DIR: dataDir }));
    const database = await openDatabase(loadConfig({ DATA_DIR: '/dev/null/unused', DATABASE_URL: embedded.url }));
    expect(database.url).toBe(embedded.url);
    await database.close();
    expect(await server()).toBeDefined();
    await embedded.close();
  });

  it('says in one line, without the password, that nobody answers at DATABASE_URL', async () => {
    const url = `postgres://me:hidden@localhost:${await freePort()}/stays`;
    const refusal = await openDatabase(loadConfig({ DATABASE_URL: url })).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    expect(String(refusal)).toMatch(/DATABASE_URL: PostgreSQL at localhost:\d+\/stays cannot be used: .*ECONNREFUSED/);
    expect(String(refusal)).not.toMatch(/hidden|\n/);
  });

  it('says that the password is wrong', async () => {
    const embedded = await openDatabase(loadConfig({ DATA_DIR: dataDir }));
    const url = new URL(embedded.url);
    url.password = 'wrong';
    await expect(openDatabase(loadConfig({ DATABASE_URL: url.href }))).rejects.toThrow(
      /password authentication failed/,
    );
    await embedded.close();
  });
});

describe('withDatabase', () => {
  it('stops what it started also when the work fails', async () => {
    const work = withDatabase(loadConfig({ DATA_DIR: dataDir }), () => Promise.reject(new Error('the work failed')));
    await expect(work).rejects.toThrow('the work failed');
    expect(await server()).toBeUndefined();
  });
});
