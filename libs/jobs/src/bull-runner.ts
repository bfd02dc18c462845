import { Logger } from '@nestjs/common';
import type { Job } from 'bull';
import { messageOf, outsideOfRequest } from '#database';
import { SweepQueue, type BullSettings, type SweepJob } from './bull-queue.js';
import { JobRunner } from './runner.js';
import type { Sweeps } from './sweeps.js';

/** How often a worker sees to it that the schedules are there, and that looks do come. */
const WATCH_EVERY_INTERVALS = 10;
const LONGEST_WATCH_MS = 10_000;
const CLOSE_PATIENCE_MS = 3000;
const QUIET_MS = 30_000;

/**
 * Runs the sweeps through Bull: repeatable jobs look for what is due, single jobs are nudges, workers anywhere take
 * them. Redis only carries the word "look": what there is to do stands in PostgreSQL, so that a Redis which loses
 * everything loses nothing. A worker that hears nothing for a while – Redis is away, hangs, has forgotten – looks by itself.
 */
export class BullJobRunner extends JobRunner {
  readonly #logger = new Logger('Jobs');
  readonly #jobs: SweepQueue;
  readonly #running = new Set<Promise<void>>();
  readonly #nudging = new Map<string, { again: boolean }>();
  /** when each sweep began to look in this process, of milliseconds that only go forward */
  readonly #lookedAt = new Map<string, number>();
  readonly #stop = new AbortController();
  #watch: NodeJS.Timeout | undefined;
  #scheduling = false;
  #heard = false;
  #saidAt = 0;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly settings: BullSettings,
  ) {
    super();
    this.#jobs = new SweepQueue(settings);
    this.#jobs.queue.on('error', (error) => this.#say(error));
    // Mostly what the sweep itself has told already. There is no job when Redis has forgotten it.
    this.#jobs.queue.on('failed', (job: Job<SweepJob> | null, error) =>
      this.sweeps.failures.failed(job?.data.sweep ?? 'forgotten', error),
    );
  }

  /** Does not wait for Redis: a process starts without it. */
  override start(): Promise<void> {
    if (!this.settings.works) return Promise.resolve();
    const { concurrency, intervalMs } = this.settings;
    this.#jobs.queue.process(concurrency, (job) => this.#take(job)).catch((error: unknown) => this.#say(error));
    void this.#schedule(true);
    const watchMs = Math.min(intervalMs * WATCH_EVERY_INTERVALS, LONGEST_WATCH_MS);
    this.#watch = setInterval(() => this.#lookAfterRedis(), watchMs).unref();
    return Promise.resolve();
  }

  /** One word a sweep is on its way at most; without Redis there is none, and the workers look by themselves. */
  override nudge(sweep: string): void {
    const onItsWay = this.#nudging.get(sweep);
    if (onItsWay) {
      onItsWay.again = true;
    } else if (this.#jobs.connected && !this.#stop.signal.aborted) {
      void outsideOfRequest(() => this.#send(sweep));
    }
  }

  override async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  override async stop(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#watch);
    await this.settled();
    await this.#jobs.close(CLOSE_PATIENCE_MS);
  }

  async #send(sweep: string): Promise<void> {
    const state = { again: true };
    this.#nudging.set(sweep, state);
    try {
      while (state.again) {
        state.again = false;
        await this.#jobs.nudge(sweep);
      }
    } catch (error) {
      this.#say(error);
    } finally {
      this.#nudging.delete(sweep);
    }
  }

  async #take({ data: { sweep, nudge } }: Job<SweepJob>): Promise<void> {
    this.#heard = true;
    // Another release's sweep, while two of them run side by side.
    if (!this.sweeps.has(sweep)) return;
    if (nudge) await this.#jobs.beginNudge(sweep);
    await this.#run(sweep);
  }

  async #run(sweep: string): Promise<void> {
    this.#lookedAt.set(sweep, performance.now());
    await this.#underWay(this.sweeps.run(sweep, this.#stop.signal).then(() => undefined));
  }

  async #underWay(run: Promise<void>): Promise<void> {
    const settled = run.catch(() => undefined).finally(() => this.#running.delete(settled));
    this.#running.add(settled);
    await run;
  }

  #lookAfterRedis(): void {
    void this.#schedule(false);
    if (!this.#heard && this.#running.size === 0) void this.#lookByItself();
    this.#heard = false;
  }

  /**
   * Until nothing at all is due: what one sweep does is another's work, and nobody says so now. Those that look more
   * seldom do so here too, once when it is time.
   */
  async #lookByItself(): Promise<void> {
    const now = performance.now();
    const often = this.sweeps.all().filter(({ everyMs }) => everyMs === undefined);
    const names = often.map(({ name }) => name);
    await this.#underWay(this.sweeps.runAll(this.#stop.signal, names)).catch(toldAlready);
    for (const { name, everyMs } of this.sweeps.all()) {
      const isDue = everyMs !== undefined && now - (this.#lookedAt.get(name) ?? -Infinity) >= everyMs;
      if (isDue) await this.#run(name).catch(toldAlready);
    }
  }

  /** A flushed Redis has forgotten the schedules: they are written again and again. */
  async #schedule(first: boolean): Promise<void> {
    if (this.#scheduling || (!first && !this.#jobs.connected)) return;
    this.#scheduling = true;
    try {
      const intervals = this.sweeps
        .all()
        .map(({ name, everyMs }) => [name, everyMs ?? this.settings.intervalMs] as const);
      if (first) await this.#jobs.unscheduleOthers(new Map(intervals));
      for (const [name, everyMs] of intervals) await this.#jobs.schedule(name, everyMs);
    } catch (error) {
      this.#say(error);
    } finally {
      this.#scheduling = false;
    }
  }

  /** While Redis is away every try to reach it fails: now and then is often enough to read so. */
  #say(error: unknown): void {
    if (this.#stop.signal.aborted || Date.now() - this.#saidAt < QUIET_MS) return;
    this.#saidAt = Date.now();
    this.#logger.warn(`Redis: ${messageOf(error)}`);
  }
}

function toldAlready(): void {
  // A sweep that fails has it written down before anybody else hears of it.
}
