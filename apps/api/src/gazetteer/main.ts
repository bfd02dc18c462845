import { exitWithError, loadConfig } from '#config';
import { migrate, withDatabase } from '#database';
import { loadGazetteer } from './gazetteer-loading.service.js';

/** `npm run load:gazetteer`: has the gazetteer be what the snapshot says. */
async function main(): Promise<void> {
  const config = loadConfig();
  await withDatabase(config, async (url) => {
    await migrate({ ...config.database, url });
    process.stdout.write(`${await loadGazetteer(url)} cities\n`);
  });
}

await main().catch(exitWithError);
