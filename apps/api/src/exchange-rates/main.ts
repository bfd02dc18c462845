import { parseArgs } from 'node:util';
import { exitWithError, loadConfig, StartupError } from '#config';
import { migrate, withDatabase } from '#database';
import { loadRates, SHIPPED_RATES } from './load-rates.js';

/** `npm run load:rates -- FILE`: the European Central Bank's reference rates; without a file those that ship. */
async function main(): Promise<void> {
  const [path = SHIPPED_RATES, ...others] = parseArgs({ allowPositionals: true }).positionals;
  if (others.length > 0) throw new StartupError(`One file at a time: what is ${others.join(' ')}?`);
  const config = loadConfig();
  const { days, rates, changed } = await withDatabase(config, async (url) => {
    await migrate({ ...config.database, url });
    return loadRates(url, path);
  });
  process.stdout.write(`${rates} rates of ${days} days, ${changed} of them new or changed\n`);
}

await main().catch(exitWithError);
