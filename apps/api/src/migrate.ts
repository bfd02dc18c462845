import { exitWithError, loadConfig } from '#config';
import { migrate, withDatabase } from '#database';

/** `npm run migrate`: brings the database up to date, for deployments that do it before they start a release. */
async function main(): Promise<void> {
  const config = loadConfig();
  await withDatabase(config, (url) => migrate({ ...config.database, url }));
}

await main().catch(exitWithError);
