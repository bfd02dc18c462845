import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { runningPostmaster } from './postmaster.js';
import { startEmbedded } from './start-embedded.js';

const MODULE = new URL('./start-embedded.js', import.meta.url).href;
/** A process that uses the database until its stdin ends or it is killed. */
const USER_OF_DATABASE = `
  const { startEmbedded } = await import(${JSON.stringify(MODULE)});
  const { startedHere, url, stop } = await startEmbedded(process.argv[1]);
  console.log(JSON.stringify({ startedHere, url }));
  process.stdin.resume().once('end', () => stop());
`;

let root: string;
let folder: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roost-embedded-'));
  folder = join(root, 'postgres');
});
afterEach(async () => {
  children.forEach((child) => child.kill('SIGKILL'));
  children = [];
  const database = await startEmbedded(folder);
  await database.stop();
  await rm(root, { recursive: true });
});

async function query(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}

async function otherProcess(): Promise<{ child: ChildProcess; startedHere: boolean; url: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', USER_OF_DATABASE, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ...(JSON.parse(line.toString()) as { startedHere: boolean; url: string }) };
}

async function postmasterPid(): Promise<number | undefined> {
  return (await runningPostmaster(join(folder, 'data')))?.pid;
}

describe('startEmbedded', () => {
  it('makes a durable UTF-8 database in UTC that is there again next time, and leaves no process', async () => {
    const first = await startEmbedded(folder);
    expect(first.startedHere).toBe(true);
    expect(
      await query(first.url, "SELECT current_setting('server_encoding') || ' ' || current_setting('TimeZone')"),
    ).toBe('UTF8 UTC');
    expect(await query(first.url, "SELECT lower('ÅÉ') || current_setting('fsync')")).toBe('åéon');
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    await first.stop();
    expect(await postmasterPid()).toBeUndefined();

    const second = await startEmbedded(folder);
    expect(await query(second.url, 'SELECT seven FROM kept')).toBe(7);
    await second.stop();
  });

  it('lets only its owner read the password', async () => {
    const database = await startEmbedded(folder);
    expect((await stat(join(folder, 'secrets', 'password'))).mode & 0o777).toBe(0o600);
    expect(new URL(database.url).password).toBe(await readFile(join(folder, 'secrets', 'password'), 'utf8'));
    await database.stop();
  });

  it('runs two folders side by side', async () => {
    const other = join(root, 'other');
    const databases = await Promise.all([startEmbedded(folder), startEmbedded(other)]);
    expect(databases.map((database) => database.startedHere)).toEqual([true, true]);
    expect(new URL(databases[0].url).port).not.toBe(new URL(databases[1].url).port);
    await Promise.all(databases.map((database) => database.stop()));
    expect(await runningPostmaster(join(other, 'data'))).toBeUndefined();
  });

  it('gives one server to all that start at once', async () => {
    const databases = await Promise.all([startEmbedded(folder), otherProcess(), otherProcess(), startEmbedded(folder)]);
    expect(databases.filter((database) => database.startedHere)).toHaveLength(1);
    expect(new Set(databases.map((database) => database.url)).size).toBe(1);
    await Promise.all([databases[0].stop(), databases[3].stop()]);
  });

  it('stays up for those who joined when the one who started it leaves, and stops with the last', async () => {
    const starter = await otherProcess();
    const joined = await startEmbedded(folder);
    expect([starter.startedHere, joined.startedHere]).toEqual([true, false]);
    starter.child.stdin?.end();
    await once(starter.child, 'exit');
    expect(await query(joined.url, 'SELECT 1')).toBe(1);
    await joined.stop();
    await joined.stop();
    expect(await postmasterPid()).toBeUndefined();
  });

  it('joins and finally stops a server whose user was killed', async () => {
    const killed = await otherProcess();
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const pid = await postmasterPid();
    expect(pid).toBeGreaterThan(0);

    const database = await startEmbedded(folder);
    expect(database.startedHere).toBe(false);
    await database.stop();
    expect(await postmasterPid()).toBeUndefined();
  });

  it('starts again after everything was killed, with what was committed', async () => {
    const killed = await otherProcess();
    await query(killed.url, 'CREATE TABLE kept AS SELECT 7 AS seven');
    process.kill((await postmasterPid()) ?? 0, 'SIGKILL');
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');

    const database = await startEmbedded(folder);
    expect(database.startedHere).toBe(true);
    expect(await query(database.url, 'SELECT seven FROM kept')).toBe(7);
    await database.stop();
  });

  it("takes no notice of a crashed server's lock file whose number another program has now", async () => {
    await (await startEmbedded(folder)).stop();
    const lockFile = `${process.pid}\n${join(folder, 'data')}\n1\n1\n\n127.0.0.1\n\nready\n`;
    await writeFile(join(folder, 'data', 'postmaster.pid'), lockFile);
    const database = await startEmbedded(folder);
    expect(database.startedHere).toBe(true);
    await database.stop();
  });

  it('finishes what a killed first start left half made', async () => {
    await (await startEmbedded(folder)).stop();
    await rm(join(folder, 'data'), { recursive: true });
    await rm(join(folder, 'data-new'), { recursive: true, force: true });
    await writeFile(join(folder, 'data-new'), 'half a database');
    await writeFile(join(folder, 'lock'), '999999999-1');
    const database = await startEmbedded(folder);
    expect(await query(database.url, 'SELECT 1')).toBe(1);
    await database.stop();
  });

  it('refuses the files of another PostgreSQL', async () => {
    await (await startEmbedded(folder)).stop();
    await writeFile(join(folder, 'data', 'PG_VERSION'), '17\n');
    await expect(startEmbedded(folder)).rejects.toThrow(/was made by PostgreSQL 17, but this is 18/);
    await writeFile(join(folder, 'data', 'PG_VERSION'), '18\n');
  });
});
