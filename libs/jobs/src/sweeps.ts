import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { outsideOfRequest } from '#database';
import { DecoratedMethods } from './decorated-methods.js';
import { SweepFailures } from './sweep-failures.js';
import { SWEEP, type SweepOptions } from './sweep.decorator.js';

/** One thing that is done when its time has come. */
export interface KnownSweep extends SweepOptions {
  run: () => Promise<number>;
}

/** A batch that always finds more would keep the others waiting for ever. */
const MAX_BATCHES = 10_000;

/** Every sweep of the application, found by its decorator. */
@Injectable()
export class Sweeps implements OnApplicationBootstrap {
  readonly #logger = new Logger('Sweeps');
  readonly #sweeps = new Map<string, KnownSweep>();
  readonly failures = new SweepFailures();

  constructor(private readonly methods: DecoratedMethods) {}

  onApplicationBootstrap(): void {
    for (const { options, method } of this.methods.find<SweepOptions>(SWEEP)) {
      this.add({ ...options, run: method as () => Promise<number> });
    }
  }

  /** Adds one that has no decorated method. @throws Error for a name that is taken */
  add(sweep: KnownSweep): void {
    if (this.#sweeps.has(sweep.name)) throw new Error(`two sweeps are called ${sweep.name}`);
    this.#sweeps.set(sweep.name, sweep);
  }

  /** All sweeps, by name. */
  all(): KnownSweep[] {
    return [...this.#sweeps.values()];
  }

  /** Whether this release has a sweep of that name. */
  has(name: string): boolean {
    return this.#sweeps.has(name);
  }

  /**
   * Runs the named sweep until nothing is due, whoever set it off: it belongs to no request. The log is told when it fails.
   * @param stop ends it between two batches
   * @returns how many things were done
   */
  async run(name: string, stop?: AbortSignal): Promise<number> {
    const sweep = this.#sweeps.get(name);
    if (!sweep) throw new Error(`there is no sweep ${name}`);
    const beganAt = performance.now();
    try {
      const done = await outsideOfRequest(() => this.#runUntilNothingIsDue(sweep, stop));
      if (!stop?.aborted) this.failures.succeeded(name, beganAt);
      return done;
    } catch (error) {
      this.failures.failed(name, error);
      throw error;
    }
  }

  /**
   * Runs every sweep, again and again until nothing at all is due: one deadline's end is another's beginning. One that
   * fails keeps none of the others from their work.
   * @param stop ends it between two batches
   * @param names of those that are run, when not all are
   * @throws AggregateError when some failed in the last round
   */
  async runAll(stop?: AbortSignal, names = [...this.#sweeps.keys()]): Promise<void> {
    let failures: unknown[] = [];
    for (let round = 0; round < MAX_BATCHES; round += 1) {
      let done = 0;
      failures = [];
      for (const name of names) {
        done += await this.run(name, stop).catch((error: unknown) => {
          failures.push(new Error(`${name} failed`, { cause: error }));
          return 0;
        });
      }
      if (done === 0 || stop?.aborted) break;
    }
    if (failures.length > 0) throw new AggregateError(failures, 'sweeps failed');
  }

  async #runUntilNothingIsDue(sweep: KnownSweep, stop: AbortSignal | undefined): Promise<number> {
    let done = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      if (stop?.aborted) return done;
      const taken = await sweep.run();
      if (taken === 0) return done;
      done += taken;
    }
    this.#logger.warn(`${sweep.name} did not come to an end after ${MAX_BATCHES} batches`);
    return done;
  }
}
