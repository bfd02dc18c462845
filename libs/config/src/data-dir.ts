import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from './startup-error.js';
import { errorCode } from './error-code.js';

/**
 * Makes DATA_DIR if it is missing, and makes sure that it can be written.
 * @throws StartupError
 */
export function prepareDataDir(dataDir: string): Promise<void> {
  return prepareFolder('DATA_DIR', dataDir, 'DATA_DIR=~/roost-data');
}

/**
 * Makes a folder if it is missing, and makes sure that it can be written.
 * @param setting what says where it is
 * @param instead the setting as it could be
 * @throws StartupError
 */
export async function prepareFolder(setting: string, folder: string, instead: string): Promise<void> {
  try {
    await makeFolder(folder);
    // With the dot a file is none.
    await access(`${folder}/.`, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new StartupError(
      `${setting} ${folder} cannot be written (${reason}): choose another folder, such as ${instead}`,
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
