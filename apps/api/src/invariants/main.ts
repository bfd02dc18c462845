import { exitWithError, loadConfig } from '#config';
import { withDatabase } from '#database';
import { checkInvariants } from './check.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const whole = await withDatabase(loadConfig(), (url) => checkInvariants(url, say));
  process.exitCode = whole ? 0 : 1;
}

await main().catch(exitWithError);
