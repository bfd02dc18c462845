import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from './startup-error.js';
import { errorCode } from './error-code.js';

/**
 * Makes DATA_DIR if it is missing, and makes sure that it can be written.
 * @throws StartupError
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
    // With the dot a file is none.
    await access(`${dataDir}/.`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new StartupError(
      `DATA_DIR ${dataDir} cannot be written (${reason}): choose another folder, such as DATA_DIR=~/roost-data`,
    );
  }
}

/**
 * Makes the folder and those above it. Node's own `recursive` never returns where a folder that is there says that the
 * one to be made in it has no parent, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: unknown) => {
    // Somebody else made it meanwhile.
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}
