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

/**
 * The last resort of every command: writes why it failed to stderr and ends the process with code 1. A StartupError is
 * shown as its message alone; anything else is a fault of ours and shows its stack.
 */
export function exitWithError(error: unknown): never {
  const text = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
