import type { Provider } from '@nestjs/common';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, sql } from '#database';
import { DAY_MS, HOUR_MS } from '#dates';
import { Sweeps } from './sweeps.js';

const PAGE_ROWS = 1000;
/** Pages in one look that only hold rows which stay: the next look goes on from there. */
const MOST_PAGES = 100;
const BEGINNING = new Date(0);

/** Rows of which there are more every day, and which nobody needs after some time. The texts are SQL. */
export interface Retention {
  table: string;
  /** since when a row is of no more use: a timestamptz that has an index, NULL as long as it is of use */
  since: string;
  /** of which rows this is said, in the words of that index */
  where?: string;
  /** what keeps a row all the same: somebody else holds on to it */
  unless?: string;
  /** for how many days it is kept after that */
  days: (config: AppConfig) => number;
  /** whose time it is: the application's, which the sandbox moves, or wall time */
  time?: 'application' | 'wall';
}

/** A room says with this provider what it does not keep for ever; the sweep `<table>.forget` deletes it, page by page. */
export function forgets(retention: Retention): Provider {
  return {
    provide: Symbol(`retention of ${retention.table}`),
    useFactory: (sweeps: Sweeps, database: Database, clock: Clock, config: AppConfig) => {
      const forgetting = new Forgetting(retention, retention.days(config) * DAY_MS, database, clock);
      sweeps.add({ name: `${retention.table}.forget`, everyMs: HOUR_MS, run: () => forgetting.next() });
      return forgetting;
    },
    inject: [Sweeps, Database, Clock, CONFIG],
  };
}

interface Page {
  looked: number;
  gone: number;
  last: Date | null;
}

/** Walks through what is old, the oldest first. Any number of processes may do so at once: they leave each other's rows. */
class Forgetting {
  #from = BEGINNING;

  constructor(
    private readonly retention: Retention,
    private readonly keptMs: number,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Deletes a page of what may go; how many rows that were, 0 at the end of the walk. */
  async next(): Promise<number> {
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const { looked, gone, last } = await this.#page();
      if (gone > 0) return gone;
      if (looked < PAGE_ROWS || last === null) {
        this.#from = BEGINNING;
        return 0;
      }
      this.#from = last;
    }
    return 0;
  }

  async #page(): Promise<Page> {
    const { time, where = 'true', unless = 'false' } = this.retention;
    const now = time === 'wall' ? Date.now() : this.clock.now().getTime();
    const [table, since] = [sql.table(this.retention.table), sql.raw(this.retention.since)];
    const page = await this.database.firstRow(sql<Page>`
      WITH page AS MATERIALIZED (
        SELECT ctid AS place, ${since} AS since
        FROM ${table}
        WHERE ${since} > ${this.#from}
          AND ${since} < ${new Date(now - this.keptMs)}
          AND ${sql.raw(where)}
        ORDER BY ${since}
        LIMIT ${PAGE_ROWS}
        FOR UPDATE SKIP LOCKED),
      gone AS (
        DELETE FROM ${table}
        WHERE ctid = ANY(ARRAY(SELECT place FROM page))
          AND NOT (${sql.raw(unless)})
        RETURNING 1)
      SELECT count(*) AS looked,
             max(since) AS last,
             (SELECT count(*) FROM gone) AS gone
      FROM page`);
    return page ?? { looked: 0, gone: 0, last: null };
  }
}
