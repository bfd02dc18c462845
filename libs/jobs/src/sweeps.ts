import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
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

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance === 'object' && instance !== null) this.#discover(instance as Record<string, unknown>);
    }
  }

  /** All sweeps, by name. */
  all(): KnownSweep[] {
    return [...this.#sweeps.values()];
  }

  /** Runs the named sweep until nothing is due; how many things were done. */
  async run(name: string): Promise<number> {
    const sweep = this.#sweeps.get(name);
    if (!sweep) throw new Error(`there is no sweep ${name}`);
    let done = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const taken = await sweep.run();
      if (taken === 0) return done;
      done += taken;
    }
    this.#logger.warn(`${name} did not come to an end after ${MAX_BATCHES} batches`);
    return done;
  }

  /** Runs every sweep, again and again until nothing at all is due: one deadline's end is another's beginning. */
  async runAll(): Promise<void> {
    for (let round = 0; round < MAX_BATCHES; round += 1) {
      let done = 0;
      for (const { name } of this.all()) done += await this.run(name);
      if (done === 0) return;
    }
  }

  #discover(instance: Record<string, unknown>): void {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (typeof prototype !== 'object' || prototype === null) return;
    for (const method of this.scanner.getAllMethodNames(prototype)) {
      const handler = instance[method];
      if (typeof handler !== 'function') continue;
      const options = this.reflector.get<SweepOptions | undefined>(SWEEP, handler);
      if (options) this.#sweeps.set(options.name, { ...options, run: handler.bind(instance) as () => Promise<number> });
    }
  }
}
