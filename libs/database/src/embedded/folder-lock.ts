import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode, StartupError } from '#config';
import { identityOf, isRunning } from './process-identity.js';

const RETRY_MS = 25;
const PATIENCE_MS = 60_000;

/**
 * Takes the lock `name` of a folder, and gives what releases it. The lock of a process that died is taken over.
 * @param patienceMs how long to wait for another process that holds it
 * @throws StartupError when that is not enough
 */
export async function lockFolder(folder: string, name: string, patienceMs: number): Promise<() => Promise<void>> {
  const file = join(folder, name);
  const draft = `${file}-${randomBytes(6).toString('hex')}`;
  await writeFile(draft, await identityOf(process.pid));
  try {
    await acquire(draft, file, Date.now() + patienceMs);
  } finally {
    await rm(draft, { force: true });
  }
  return () => rm(file, { force: true });
}

/**
 * Does `work` while no other process does the same in this folder.
 * @throws StartupError when another process holds the lock for a minute
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const unlock = await lockFolder(folder, 'lock', PATIENCE_MS);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function acquire(draft: string, file: string, deadline: number): Promise<void> {
  while (!(await linked(draft, file))) {
    const holder = await readFile(file, 'utf8').catch(() => undefined);
    if (holder !== undefined && !(await isRunning(holder))) {
      await breakLock(file, `${draft}-broken`);
    } else if (Date.now() > deadline) {
      throw new StartupError(`${dirname(file)} is in use by another process (${holder?.split('-')[0] ?? 'unknown'}).`);
    } else {
      await delay(RETRY_MS);
    }
  }
}

/** A link never replaces a file, so only one of many gets the name. */
async function linked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Moves a dead process's lock aside; if another has taken it over meanwhile, gives it back. */
async function breakLock(file: string, aside: string): Promise<void> {
  try {
    await rename(file, aside);
    if (await isRunning(await readFile(aside, 'utf8'))) {
      await linked(aside, file);
    }
  } catch {
    // Somebody else was quicker: the next round looks again.
  } finally {
    await rm(aside, { force: true });
  }
}
