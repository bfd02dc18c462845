import type { EntityManager } from '@mikro-orm/postgresql';

const hooks = new WeakMap<EntityManager, (() => void)[]>();

/** Has `hook` called once the transaction has committed; never when it has not. It must not fail. */
export function onCommit(tx: EntityManager, hook: () => void): void {
  hooks.set(tx, [...(hooks.get(tx) ?? []), hook]);
}

/** Calls what was asked for by `onCommit`. */
export function runCommitHooks(tx: EntityManager): void {
  for (const hook of hooks.get(tx) ?? []) hook();
}
