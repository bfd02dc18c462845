import { errorCode } from './error-code.js';

/** Why the program cannot start, in words meant for the person who started it: shown without a stack, exit code 1. */
export class StartupError extends Error {
  override readonly name: string = 'StartupError';
}

/** The settings that are wrong or missing, every one of them named; `problems` has one line a setting. */
export class ConfigError extends StartupError {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(
      problems.length === 1
        ? `Wrong setting: ${problems[0]}`
        : ['Wrong settings:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
    );
  }
}

/** No space left, or none for this user: what Node calls it, and PostgreSQL's `disk_full`. */
const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', '53100']);

/**
 * The last resort of every command: writes why it failed to stderr and ends the process with code 1. A StartupError is
 * shown as its message alone, a full disk as what it is; anything else is a fault of ours and shows its stack.
 */
export function exitWithError(error: unknown): never {
  process.stderr.write(`${textOf(error)}\n`);
  process.exit(1);
}

function textOf(error: unknown): string {
  if (error instanceof StartupError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (DISK_FULL.has(errorCode(error) ?? '')) return `The disk is full: make room, and try again (${message})`;
  return error instanceof Error ? (error.stack ?? message) : message;
}
