import Bull, { type Queue } from 'bull';
import { Redis } from 'ioredis';

/** The hash tag keeps all of Bull's keys of the queue on one node of a Redis cluster. */
const QUEUE = '{roost-sweeps}';
const NUDGES = `bull:${QUEUE}:nudges`;
const LONGEST_RECONNECT_PAUSE_MS = 2000;
/** What was still to be said has been said, or Redis is away: ioredis would keep the process for 2 s. */
const DISCONNECT_MS = 50;
const DAY_SECONDS = 86_400;

/** What Bull needs to know; see docs/configuration.md. */
export interface BullSettings {
  redisUrl: string;
  lockMs: number;
  intervalMs: number;
  concurrency: number;
  maxStalls: number;
  keepCompleted: number;
  keepFailedDays: number;
  /** whether this process takes jobs, or only asks for them */
  works: boolean;
}

/** "Look what this sweep has to do." */
export interface SweepJob {
  sweep: string;
  /** whether somebody asked for it, rather than the schedule */
  nudge: boolean;
}

/**
 * Bull's queue of looks, on connections that wait for Redis however long it is away. One look by schedule, and one by
 * nudges, waits for each sweep at most.
 */
export class SweepQueue {
  readonly queue: Queue<SweepJob>;
  readonly #clients: Redis[] = [];
  readonly #client: Redis;

  constructor({ redisUrl, lockMs, maxStalls, keepCompleted, keepFailedDays }: BullSettings) {
    const connect = (): Redis => {
      const client = new Redis(redisUrl, {
        maxRetriesPerRequest: null,
        enableReadyCheck: false,
        disconnectTimeout: DISCONNECT_MS,
        retryStrategy: (tries) => Math.min(tries * 100, LONGEST_RECONNECT_PAUSE_MS),
      });
      this.#clients.push(client);
      return client;
    };
    this.#client = connect();
    this.queue = new Bull<SweepJob>(QUEUE, {
      createClient: (type) => (type === 'client' ? this.#client : connect()),
      settings: { lockDuration: lockMs, maxStalledCount: maxStalls },
      defaultJobOptions: {
        removeOnComplete: keepCompleted,
        removeOnFail: { age: keepFailedDays * DAY_SECONDS, count: keepCompleted },
      },
    });
    // Bull names its connection for dashboards, and leaves it to nobody that this fails when Redis is away till the end.
    this.queue.setWorkerName = () => Promise.resolve();
  }

  /** Whether Redis answers, as far as is known. */
  get connected(): boolean {
    return this.#client.status === 'ready';
  }

  /** Asks for a look. Asking again changes nothing until a worker has begun to look. */
  async nudge(sweep: string): Promise<void> {
    const begun = (await this.#client.hget(NUDGES, sweep)) ?? '0';
    await this.queue.add({ sweep, nudge: true }, { jobId: `nudge:${sweep}:${begun}`, removeOnComplete: true });
  }

  /** To be called by a worker before it looks: what is asked for from now on is another look. */
  async beginNudge(sweep: string): Promise<void> {
    await this.#client.hincrby(NUDGES, sweep, 1);
  }

  /** Has Bull ask for a look every so often; writing it twice changes nothing. */
  async schedule(sweep: string, everyMs: number): Promise<void> {
    await this.queue.add({ sweep, nudge: false }, { jobId: scheduleId(sweep), repeat: { every: everyMs } });
  }

  /** Takes away what earlier releases or settings have scheduled otherwise than `wanted`: intervals by sweep. */
  async unscheduleOthers(wanted: ReadonlyMap<string, number>): Promise<void> {
    const ours = new Map([...wanted].map(([sweep, everyMs]) => [scheduleId(sweep), everyMs]));
    for (const { key, id, every } of await this.queue.getRepeatableJobs()) {
      if (ours.get(id ?? '') !== every) await this.queue.removeRepeatableByKey(key);
    }
  }

  /**
   * Lets go of Redis, whether or not it answers. To be called when no look is under way: Bull's own waiting for its jobs
   * leaves a rejection to nobody when Redis is away.
   */
  async close(patienceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)));
    const closed = this.queue.close(true);
    await Promise.race([closed, patience]);
    clearTimeout(timer);
    this.#disconnect();
    // Bull connects again in order to close; when that comes late, it is ended as well.
    void closed.finally(() => this.#disconnect());
  }

  #disconnect(): void {
    for (const client of this.#clients) client.disconnect();
  }
}

/** Bull takes its keys of schedules apart at the colons. */
function scheduleId(sweep: string): string {
  return `every-${sweep.replaceAll(':', '-')}`;
}
