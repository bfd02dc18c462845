import type { Provider } from '@nestjs/common';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import { Database, sql } from '#database';
import { DAY_MS, HOUR_MS } from '#dates';
import { Sweeps } from './sweeps.js';

const PAGE_ROWS = 1000;
/** Pages in one look that only hold rows which stay: the next look goes on from there. */
const MOST_PAGES = 100;
const BEGINNING: Place = { since: '-infinity', row: '(0,0)' };

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

/** A row's place in the walk, as PostgreSQL writes it: to the microsecond, and with its ctid where many share one. */
interface Place {
  since: string;
  row: string;
}

interface Page {
  looked: number;
  gone: number;
  last: Place | null;
}

/** Walks through what is old, the oldest first. Any number of processes may do so at once: they leave each other's rows. */
class Forgetting {
  /** undefined at the end of the walk */
  #from: Place | undefined = BEGINNING;

  constructor(
    private readonly retention: Retention,
    private readonly keptMs: number,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Deletes what may go of a page; how many rows that were, 0 at the end of the walk. */
  async next(): Promise<number> {
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      if (!this.#from) {
        this.#from = BEGINNING;
        return 0;
      }
      const { looked, gone, last } = await this.#page(this.#from);
      this.#from = looked < PAGE_ROWS ? undefined : (last ?? undefined);
      if (gone > 0) return gone;
    }
    return 0;
  }

  /** Only what may go is locked: most that is old may be kept, and is in use. */
  async #page(from: Place): Promise<Page> {
    const { time, where = 'true', unless = 'false' } = this.retention;
    const now = time === 'wall' ? Date.now() : this.clock.now().getTime();
    const [table, since] = [sql.table(this.retention.table), sql.raw(this.retention.since)];
    const isOld = sql`${since} < ${new Date(now - this.keptMs)} AND ${sql.raw(where)}`;
    const page = await this.database.firstRow(sql<Page>`
      WITH page AS MATERIALIZED (
        SELECT ctid AS place, ${since} AS since
        FROM ${table}
        WHERE (${since}, ctid) > (${from.since}::timestamptz, ${from.row}::tid)
          AND ${isOld}
        ORDER BY ${since}, ctid
        LIMIT ${PAGE_ROWS}),
      free AS MATERIALIZED (
        SELECT ctid AS place
        FROM ${table}
        WHERE ctid = ANY(ARRAY(SELECT place FROM page))
          AND ${isOld}
          AND NOT (${sql.raw(unless)})
        FOR UPDATE SKIP LOCKED),
      gone AS (
        DELETE FROM ${table}
        WHERE ctid = ANY(ARRAY(SELECT place FROM free))
        RETURNING 1)
      SELECT (SELECT count(*) FROM page) AS looked,
             (SELECT count(*) FROM gone) AS gone,
             (SELECT json_build_object('since', since::text, 'row', place::text)
              FROM page
              ORDER BY since DESC, place DESC
              LIMIT 1) AS last`);
    return page ?? { looked: 0, gone: 0, last: null };
  }
}
