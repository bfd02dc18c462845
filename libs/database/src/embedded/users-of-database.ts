import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, isRunning } from './process-identity.js';

/**
 * Which processes use the database of this folder: a file each, named by the process. The last to leave stops the
 * server, whoever started it. To be called under the folder's lock.
 */
export class UsersOfDatabase {
  private constructor(
    private readonly folder: string,
    private readonly entry: string,
  ) {}

  /** Signs this process in. */
  static async enter(databaseFolder: string): Promise<UsersOfDatabase> {
    const folder = join(databaseFolder, 'users');
    await mkdir(folder, { recursive: true });
    const entry = `${await identityOf(process.pid)}.${randomBytes(6).toString('hex')}`;
    await writeFile(join(folder, entry), '');
    return new UsersOfDatabase(folder, entry);
  }

  /** Signs this process out, and says whether no living process is left. Entries of the dead are removed. */
  async leave(): Promise<{ last: boolean }> {
    await rm(join(this.folder, this.entry), { force: true });
    let last = true;
    for (const other of await readdir(this.folder)) {
      if (await isRunning(other.split('.')[0] ?? '')) {
        last = false;
      } else {
        await rm(join(this.folder, other), { force: true });
      }
    }
    return { last };
  }
}
