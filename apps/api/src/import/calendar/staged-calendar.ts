import type { CsvFile } from '../reading/csv-file.js';
import type { ImportRun } from '../run/import-run.js';
import { dateOfDay } from '#dates';
import { CalendarStaging } from './calendar-staging.js';
import { ListingNights, MOST_NIGHTS, type RefuseNight } from './listing-nights.js';
import { unpackRuns, type NightRun } from './nights.js';

const ROWS_AT_ONCE = 500;

/** What the calendar says of one listing. */
export interface FiledNights {
  /** in the order of time, each night once */
  readonly runs: readonly NightRun[];
  /** how many nights more the file has, which are not taken */
  readonly refused: number;
}

/**
 * The calendar file between its reading and the writing of its properties: a temporary table with a row for every stretch of
 * the file that is about one listing. Usually that is one row a listing; a listing that comes again further down has
 * several. So memory does not grow with the file, and its order does not matter.
 */
export class StagedCalendar {
  private constructor(
    private readonly run: ImportRun,
    private readonly file: CsvFile,
    /** how many rows the file has */
    readonly rows: number,
  ) {}

  /** Reads the whole file; `run.client` keeps what was read until it is closed. */
  static async read(run: ImportRun, file: CsvFile): Promise<StagedCalendar> {
    return new StagedCalendar(run, file, await new CalendarStaging(run, file).read());
  }

  /** How many runs of nights the file has for each of these listings, as far as they can be taken. */
  async sizesOf(listingIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.run.client.query<{ listing_id: string; size: number }>(
      `SELECT listing_id, LEAST(sum(size), $2)::integer AS size
       FROM staged_nights
       WHERE listing_id = ANY ($1::text[])
       GROUP BY listing_id`,
      [listingIds, MOST_NIGHTS],
    );
    return new Map(rows.map(({ listing_id: id, size }) => [id, size]));
  }

  /** What the file says of the nights of these listings. */
  async nightsOf(listingIds: readonly string[]): Promise<ReadonlyMap<string, FiledNights>> {
    const refused = new Map<string, number>();
    const nights = await this.#gather(listingIds, (listingId) =>
      refused.set(listingId, (refused.get(listingId) ?? 0) + 1),
    );
    return new Map(
      Array.from(nights, ([id, gathered]) => {
        const runs = gathered.inOrder();
        return [id, { runs, refused: refused.get(id) ?? 0 }];
      }),
    );
  }

  /** Writes down the rows that `nightsOf` has left out of these listings. */
  async rejectRefused(listingIds: readonly string[]): Promise<void> {
    const nights = await this.#gather(listingIds, (_, row, day, reason) => this.#reject(row, reason, dateOfDay(day)));
    for (const gathered of nights.values()) {
      gathered.inOrder();
      if (this.run.rejects.isFull) await this.run.rejects.flush();
    }
  }

  /** Rejects every row of a listing that is not in the listings, or could not be taken itself. */
  async rejectLeftovers(): Promise<void> {
    const leftovers = `
      SELECT listing_id, runs
      FROM staged_nights n
      WHERE NOT EXISTS (SELECT FROM taken_listings t WHERE t.listing_id = n.listing_id)`;
    await this.#eachRun(leftovers, [], (listingId, { row: first, nights }) => {
      for (let row = first; row < first + nights; row += 1) this.#reject(row, 'unknown_listing', listingId);
    });
  }

  async #gather(
    listingIds: readonly string[],
    refuse: (listingId: string, ...night: Parameters<RefuseNight>) => void,
  ): Promise<ReadonlyMap<string, ListingNights>> {
    const nights = new Map<string, ListingNights>();
    const filed = `
      SELECT listing_id, runs
      FROM staged_nights
      WHERE listing_id = ANY ($1::text[])
      ORDER BY listing_id, first_row`;
    await this.#eachRun(filed, [listingIds], (listingId, run) => {
      let gathered = nights.get(listingId);
      if (!gathered) {
        gathered = new ListingNights((...night) => refuse(listingId, ...night));
        nights.set(listingId, gathered);
      }
      gathered.add(run);
    });
    return nights;
  }

  /** Reads what `select` finds of the table, a little at a time. */
  async #eachRun(
    select: string,
    parameters: readonly unknown[],
    take: (listingId: string, run: NightRun) => void,
  ): Promise<void> {
    const { client } = this.run;
    await client.query('BEGIN');
    await client.query(`DECLARE filed NO SCROLL CURSOR FOR ${select}`, [...parameters]);
    for (;;) {
      const { rows } = await client.query<{ listing_id: string; runs: string }>(`FETCH ${ROWS_AT_ONCE} FROM filed`);
      if (rows.length === 0) break;
      for (const row of rows) {
        for (const run of unpackRuns(row.runs)) {
          take(row.listing_id, run);
          if (this.run.rejects.isFull) await this.run.rejects.flush();
        }
      }
    }
    await client.query('COMMIT');
  }

  #reject(row: number, reason: string, value: string): void {
    this.run.rejects.add({ file: this.file.name, row, reason, value });
  }
}
