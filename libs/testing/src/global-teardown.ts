import { tmpdir } from 'node:os';
import type { Teardown } from './environment.js';
import { leaksOfRun } from './secrets-seen.js';

/**
 * Stops what the set-up has started.
 * @throws when a log of the run has a secret of one of its tests
 */
export default async function globalTeardown(): Promise<void> {
  const leaks = await leaksOfRun(tmpdir());
  await (Reflect.get(globalThis, 'roostTeardown') as Teardown)();
  if (leaks.length > 0) throw new Error(`secrets are in the logs of this run: ${leaks.slice(0, 20).join(', ')}`);
}
