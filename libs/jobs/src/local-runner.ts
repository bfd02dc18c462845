import { Logger } from '@nestjs/common';
import { withoutRecordedSteps } from '#database';
import { JobRunner } from './runner.js';
import type { Sweeps } from './sweeps.js';

/** Runs the sweeps in this process: one loop each, which a nudge wakes early. */
export class LocalJobRunner extends JobRunner {
  readonly #logger = new Logger('Jobs');
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  #stopped = false;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly intervalMs: number,
  ) {
    super();
  }

  override start(): Promise<void> {
    for (const { name } of this.sweeps.all()) this.nudge(name);
    return Promise.resolve();
  }

  override nudge(name: string): void {
    if (this.#stopped) return;
    if (this.#running.has(name)) {
      this.#again.add(name);
      return;
    }
    clearTimeout(this.#timers.get(name));
    const run = withoutRecordedSteps(() => this.#run(name)).finally(() => this.#rest(name));
    this.#running.set(name, run);
  }

  override async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  override async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running.values());
  }

  async #run(name: string): Promise<void> {
    try {
      await this.sweeps.run(name);
    } catch (error) {
      this.#logger.error({ err: error, sweep: name }, 'sweep failed');
    }
  }

  #rest(name: string): void {
    this.#running.delete(name);
    if (this.#again.delete(name)) {
      this.nudge(name);
      return;
    }
    if (this.#stopped) return;
    const everyMs = this.sweeps.all().find((sweep) => sweep.name === name)?.everyMs ?? this.intervalMs;
    this.#timers.set(name, setTimeout(() => this.nudge(name), everyMs).unref());
  }
}
