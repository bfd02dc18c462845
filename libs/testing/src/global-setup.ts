import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, startEmbedded } from '#database';
import { createDatabase, testConnection } from './databases.js';
import { makeRunFolder, removeOldRunFolders } from './run-folder.js';
import { SERVER_URL, TEMPLATE, type Teardown } from './environment.js';

const EXIT_BY_SIGNAL = 130;

/** One folder and one PostgreSQL for the whole run, with a template database made by the migrations. */
export default async function globalSetup(): Promise<void> {
  const parent = tmpdir();
  await removeOldRunFolders(parent);
  const folder = await makeRunFolder(parent);
  // What the tests ask for by `tmpdir()`, and the programs that they start, is in it.
  process.env.TMPDIR = folder;
  const server = await startEmbedded(join(folder, 'postgres'));
  const teardown: Teardown = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  // On a signal Jest would end without tearing down, and leave the server behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void teardown().finally(() => process.exit(EXIT_BY_SIGNAL)));
  }
  try {
    process.env[SERVER_URL] = server.url;
    await migrate(testConnection(await createDatabase(TEMPLATE)));
  } catch (error) {
    // Jest tears down only what was set up.
    await teardown();
    throw error;
  }
  Reflect.set(globalThis, 'roostTeardown', teardown);
}
