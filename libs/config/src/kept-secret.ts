import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.js';

/**
 * A secret that was generated once and is kept in DATA_DIR/secrets, readable by its owner only. Processes that ask at the
 * same moment get the same one.
 * @param name the file's name, such as `stripe-webhook-secret`
 * @param make gives a new one; 48 random bytes in base64url when it is left out
 */
export async function keptSecret(
  dataDir: string,
  name: string,
  make: () => string = () => randomBytes(48).toString('base64url'),
): Promise<string> {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name);
  const kept = await readIfThere(file);
  if (kept) {
    return kept;
  }
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const draft = join(folder, `.${name}-${randomBytes(6).toString('hex')}`);
  await writeFile(draft, make(), { mode: 0o600 });
  try {
    // A link never replaces a file: of two that come at once, one keeps its own and the other reads that.
    await link(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
