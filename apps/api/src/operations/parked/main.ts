import { parseArgs } from 'node:util';
import pg from 'pg';
import { exitWithError, loadConfig, StartupError } from '#config';
import { withDatabase } from '#database';
import { listParked, replayParked } from './parked.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run parked` says what was given up; `npm run parked -- --replay ID` (or `all`) has it tried again. */
async function main(): Promise<void> {
  const { replay } = parseArgs({ options: { replay: { type: 'string' } } }).values;
  await withDatabase(loadConfig(), async (connectionString) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await (replay === undefined ? list(client) : free(client, replay));
    } finally {
      await client.end();
    }
  });
}

async function list(client: pg.Client): Promise<void> {
  const parked = await listParked(client);
  for (const { kind, id, what, since, attempts, lastError } of parked) {
    say(`${kind.padEnd(12)} ${id}  ${since.toISOString()}  ${what}`);
    say(`             given up after ${attempts} tries: ${lastError ?? 'no reason is known'}`);
  }
  say(parked.length === 0 ? 'Nothing is parked.' : `${parked.length} parked; npm run parked -- --replay ID, or all`);
}

async function free(client: pg.Client, id: string): Promise<void> {
  const freed = await replayParked(client, id);
  if (freed === 0 && id !== 'all') throw new StartupError(`Nothing that is parked has the id ${id}.`);
  say(`${freed} will be tried again.`);
}

await main().catch(exitWithError);
