import { Logger } from '@nestjs/common';
import Bull, { type Queue } from 'bull';
import { JobRunner } from './runner.js';
import type { Sweeps } from './sweeps.js';

/** The hash tag keeps all of Bull's keys of the queue on one node of a Redis cluster. */
const QUEUE = '{roost-sweeps}';

interface SweepJob {
  sweep: string;
}

/** What Bull needs to know; see docs/configuration.md. */
export interface BullSettings {
  redisUrl: string;
  lockMs: number;
  intervalMs: number;
  concurrency: number;
  /** whether this process takes jobs, or only asks for them */
  works: boolean;
}

/**
 * Runs the sweeps through Bull: repeatable jobs look for what is due, single jobs are nudges, workers anywhere take
 * them. Redis only carries the word "look": what there is to do stands in PostgreSQL, so that a Redis which loses
 * everything loses nothing.
 */
export class BullJobRunner extends JobRunner {
  readonly #logger = new Logger('Jobs');
  readonly #queue: Queue<SweepJob>;
  #watch: NodeJS.Timeout | undefined;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly settings: BullSettings,
  ) {
    super();
    this.#queue = new Bull<SweepJob>(QUEUE, settings.redisUrl, {
      settings: { lockDuration: settings.lockMs, maxStalledCount: 1 },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    this.#queue.on('error', (error) => this.#logger.warn(`Redis: ${error.message}`));
    this.#queue.on('failed', (job, error) => this.#logger.error({ err: error, sweep: job.data.sweep }, 'sweep failed'));
  }

  override async start(): Promise<void> {
    if (!this.settings.works) return;
    void this.#queue.process(this.settings.concurrency, async (job) => this.sweeps.run(job.data.sweep));
    await this.#schedule();
    // A flushed Redis has forgotten the schedules: they are written again, which changes nothing when they are there.
    this.#watch = setInterval(() => void this.#schedule(), this.settings.intervalMs * 10).unref();
  }

  override nudge(sweep: string): void {
    const jobId = `nudge:${sweep}`;
    this.#queue.add({ sweep }, { jobId }).catch((error: Error) => this.#logger.warn(`nudge ${sweep}: ${error.message}`));
  }

  override async settled(): Promise<void> {
    await this.#queue.whenCurrentJobsFinished();
  }

  override async stop(): Promise<void> {
    clearInterval(this.#watch);
    await this.#queue.close();
  }

  async #schedule(): Promise<void> {
    try {
      for (const { name, everyMs } of this.sweeps.all()) {
        const repeat = { every: everyMs ?? this.settings.intervalMs };
        await this.#queue.add({ sweep: name }, { repeat, jobId: `every:${name}` });
      }
    } catch (error) {
      this.#logger.warn(`schedules are not written: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
