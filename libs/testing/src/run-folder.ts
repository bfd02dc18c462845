import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const RUN = /^roost-test-(\d+)-\w+$/;
const DAY_MS = 86_400_000;

/** Makes the folder of this run in `parent`: whatever its tests put down goes there, and goes with it. */
export async function makeRunFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, `roost-test-${process.pid}-`));
}

/**
 * Removes from `parent` the folders of runs that were killed: older than a day, and their process is gone – here; another
 * container's cannot be seen, and is why a day is waited for.
 */
export async function removeOldRunFolders(parent: string): Promise<void> {
  const names = await readdir(parent);
  await Promise.all(
    names.map(async (name) => {
      const pid = Number(RUN.exec(name)?.[1]);
      const folder = join(parent, name);
      if (pid > 0 && !isAlive(pid) && (await isOlderThanADay(folder))) {
        // Another run may be at it too, or it is another user's.
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      }
    }),
  );
}

async function isOlderThanADay(folder: string): Promise<boolean> {
  const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs > DAY_MS;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
