import { parseArgs } from 'node:util';
import { exitWithError, loadConfig, StartupError } from '#config';
import { withDatabase } from '#database';
import { checkAudit } from './check-audit.js';

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * `npm run check:audit` walks through the audit log, and says how long it is and what its head is;
 * `npm run check:audit -- --head HASH` also wants the head of an earlier check to be in it still.
 */
async function main(): Promise<void> {
  const { head: known } = parseArgs({ options: { head: { type: 'string' } } }).values;
  if (known !== undefined && !SHA256.test(known)) throw new StartupError('--head is a hash of 64 hexadecimal digits');
  const { entries, head, fault } = await withDatabase(loadConfig(), (url) => checkAudit(url, known));
  const lines = fault === undefined ? [`whole: ${entries} entries`, `head:  ${head}`] : [`BROKEN: ${fault}`];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = fault === undefined ? 0 : 1;
}

await main().catch(exitWithError);
