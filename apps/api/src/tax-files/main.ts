import { parseArgs } from 'node:util';
import { exitWithError, loadConfig } from '#config';
import { migrate, withDatabase } from '#database';
import { loadTaxes, SHIPPED_TAXES } from './load-taxes.js';

/** `npm run load:taxes -- FILE…`: files of taxes, or folders of them; without any the examples that ship. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const paths = positionals.length > 0 ? positionals : [SHIPPED_TAXES];
  const config = loadConfig();
  const { files, rules, changed } = await withDatabase(config, async (url) => {
    await migrate({ ...config.database, url });
    return loadTaxes(url, paths);
  });
  process.stdout.write(`${rules} rules of ${files} files, ${changed} of them new or changed\n`);
}

await main().catch(exitWithError);
