import { Logger } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';

const logger = new Logger('Database');
const hooks = new WeakMap<EntityManager, (() => void)[]>();

/** Has `hook` called once the transaction has committed; never when it has not. */
export function onCommit(tx: EntityManager, hook: () => void): void {
  hooks.set(tx, [...(hooks.get(tx) ?? []), hook]);
}

/** Calls what was asked for by `onCommit`. What is committed stays so: a hook that fails is only logged. */
export function runCommitHooks(tx: EntityManager): void {
  for (const hook of hooks.get(tx) ?? []) {
    try {
      hook();
    } catch (error) {
      logger.error({ err: error }, 'a commit hook failed');
    }
  }
}
