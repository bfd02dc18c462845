import { join } from 'node:path';
import { keptSecret } from './kept-secret.js';
import { newPrivateKey, privateKeys } from './private-keys.js';
import { StartupError } from './startup-error.js';

const NAME = 'jwt-private-keys';

/**
 * The private keys of a laptop: one is made at the first start and kept in DATA_DIR/secrets.
 * @throws StartupError when something else has got into the file
 */
export async function keptPrivateKeys(dataDir: string): Promise<string[]> {
  const { data } = privateKeys().safeParse(await keptSecret(dataDir, NAME, newPrivateKey));
  if (data) return data;
  throw new StartupError(
    `${join(dataDir, 'secrets', NAME)} holds no private keys any more: remove it for a new one, and all sign in again`,
  );
}
