import { access, constants, mkdir } from 'node:fs/promises';
import { StartupError } from './startup-error.js';
import { errorCode } from './error-code.js';

/**
 * Makes DATA_DIR if it is missing, and makes sure that it can be written.
 * @throws StartupError
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new StartupError(
      `DATA_DIR ${dataDir} cannot be written (${reason}): choose another folder, such as DATA_DIR=~/roost-data`,
    );
  }
}
