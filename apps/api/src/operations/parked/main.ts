import { parseArgs } from 'node:util';
import pg from 'pg';
import { exitWithError, loadConfig, StartupError } from '#config';
import { withDatabase } from '#database';
import { dropParked, listParked, replayParked, type Parked } from './parked.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const WHY_NOT: Partial<Record<Parked['kind'], string>> = {
  refund: 'because it would fail again: see docs/operations.md',
};

/**
 * `npm run parked` says what was given up; `npm run parked -- --replay ID` (or `all`) has it tried again, and `--drop ID`
 * lets go of what will never be done.
 */
async function main(): Promise<void> {
  const { replay, drop } = parseArgs({ options: { replay: { type: 'string' }, drop: { type: 'string' } } }).values;
  await withDatabase(loadConfig(), async (connectionString) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      if (replay !== undefined) await free(client, replay);
      if (drop !== undefined) await letGo(client, drop);
      if (replay === undefined && drop === undefined) await list(client);
    } finally {
      await client.end();
    }
  });
}

async function list(client: pg.Client): Promise<void> {
  const parked = await listParked(client);
  for (const { kind, id, what, since, attempts, lastError, replayable } of parked) {
    say(`${kind.padEnd(12)} ${id}  ${since.toISOString()}  ${what}`);
    const how = attempts === null ? 'failed' : `given up after ${attempts} tries`;
    say(`             ${how}: ${lastError ?? 'no reason is known'}`);
    if (!replayable)
      say(
        `             cannot be replayed, ${WHY_NOT[kind] ?? 'because it cannot be read: look at it'}, then --drop it`,
      );
  }
  say(
    parked.length === 0
      ? 'Nothing is parked.'
      : `${parked.length} parked; npm run parked -- --replay ID (or all), or --drop ID`,
  );
}

async function free(client: pg.Client, id: string): Promise<void> {
  const freed = await replayParked(client, id);
  if (freed === 0 && id !== 'all')
    throw new StartupError(`Nothing that is parked and can be replayed has the id ${id}.`);
  say(`${freed} will be tried again.`);
}

async function letGo(client: pg.Client, id: string): Promise<void> {
  if ((await dropParked(client, id)) === 0) throw new StartupError(`Nothing that is parked has the id ${id}.`);
  say(`${id} is dropped.`);
}

await main().catch(exitWithError);
