import { outsideOfRequest } from '#database';
import { JobRunner } from './runner.js';
import type { Sweeps } from './sweeps.js';

/** Runs the sweeps in this process: one loop each, which a nudge wakes early. Before it is started it does nothing. */
export class LocalJobRunner extends JobRunner {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #stop = new AbortController();
  #started = false;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly intervalMs: number,
  ) {
    super();
  }

  override start(): Promise<void> {
    this.#started = true;
    for (const { name } of this.sweeps.all()) this.nudge(name);
    return Promise.resolve();
  }

  override nudge(name: string): void {
    if (!this.#started || this.#stop.signal.aborted) return;
    if (this.#running.has(name)) {
      this.#again.add(name);
      return;
    }
    clearTimeout(this.#timers.get(name));
    // The loop goes on long after the request that nudged it.
    const run = outsideOfRequest(() => this.#run(name).finally(() => this.#rest(name)));
    this.#running.set(name, run);
  }

  override async settled(): Promise<void> {
    // One loop's work is the next one's: done is when none is at anything.
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  override async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.settled();
  }

  async #run(name: string): Promise<void> {
    // The log knows of a failure by then, and the next look is the next try.
    await this.sweeps.run(name, this.#stop.signal).catch(() => undefined);
  }

  #rest(name: string): void {
    this.#running.delete(name);
    if (this.#stop.signal.aborted) return;
    if (this.#again.delete(name)) {
      this.nudge(name);
      return;
    }
    const everyMs = this.sweeps.all().find((sweep) => sweep.name === name)?.everyMs ?? this.intervalMs;
    this.#timers.set(name, setTimeout(() => this.nudge(name), everyMs).unref());
  }
}
