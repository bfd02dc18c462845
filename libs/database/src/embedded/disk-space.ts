import { statfs } from 'node:fs/promises';
import { StartupError } from '#config';

const MB = 2 ** 20;
/** A new database, its log of changes and the demonstration city take 70 MB. */
const NEEDED_MB = 100;

/**
 * Makes sure that a new database has room in `folder`: PostgreSQL itself would end in the middle of something.
 * @throws StartupError, one line
 */
export async function assertDiskSpace(folder: string, neededMb = NEEDED_MB): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / MB);
  // Some network file systems do not say how large they are.
  if (blocks === 0 || freeMb >= neededMb) return;
  throw new StartupError(
    `The disk is full: ${folder} has ${freeMb} MB left, and a new database needs ${neededMb} MB. Make room, or choose another DATA_DIR`,
  );
}
