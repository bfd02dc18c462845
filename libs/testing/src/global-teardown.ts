import type { Teardown } from './environment.js';

/** Stops what the set-up has started. */
export default async function globalTeardown(): Promise<void> {
  await (Reflect.get(globalThis, 'roostTeardown') as Teardown)();
}
