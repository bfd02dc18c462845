import { booleanOf, idOf } from '../reading/fields.js';
import type { Columns, CsvFile, TakeRecord } from '../reading/csv-file.js';
import { Writers, type ImportRun } from '../run/import-run.js';
import { dateOfDay } from '#dates';
import { ListingNights, MOST_NIGHTS, type RefuseNight } from './listing-nights.js';
import { NightRuns, packRuns, unpackRuns, type NightRun } from './nights.js';
import { priceOf } from '../reading/prices.js';
import { Days } from '../run/shift.js';

const COLUMNS = ['listing_id', 'date', 'available'] as const;
const BATCH_RUNS = 20_000;
/** Of a row and of a reading of the table: a bound to what is in memory, whatever the file's order. */
const MOST_RUNS_STAGED = 200;
const ROWS_AT_ONCE = 500;
const MAX_REMEMBERED_PRICES = 10_000;
const LONGEST_REMEMBERED_PRICE = 20;

interface StagedNights {
  ids: string[];
  rows: number[];
  sizes: number[];
  runs: string[];
  size: number;
}

const emptyBatch = (): StagedNights => ({ ids: [], rows: [], sizes: [], runs: [], size: 0 });

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
  #batch = emptyBatch();
  #rows = 0;
  readonly #writers: Writers;
  readonly #days: Days;
  readonly #prices = new Map<string, number | undefined>();

  private constructor(
    private readonly run: ImportRun,
    private readonly file: CsvFile,
  ) {
    this.#writers = new Writers([run.client]);
    this.#days = new Days(run.shiftDays);
  }

  /** Reads the whole file; `run.client` keeps what was read until it is closed. */
  static async read(run: ImportRun, file: CsvFile): Promise<StagedCalendar> {
    const staged = new StagedCalendar(run, file);
    await run.client.query(
      `CREATE TEMPORARY TABLE staged_nights (
         listing_id text COLLATE "C" NOT NULL, first_row bigint NOT NULL, size integer NOT NULL, runs text NOT NULL)`,
    );
    run.progress.begin(file.name, file.size);
    let closeLast: () => void = () => undefined;
    await file.read(
      COLUMNS,
      (columns) => {
        const { take, close } = staged.#taker(columns);
        closeLast = close;
        return take;
      },
      (row, reason, value) => run.rejects.take({ file: file.name, row, reason, value }),
      (bytes) => run.progress.advance(bytes, staged.#rows),
    );
    closeLast();
    await staged.#flush();
    await staged.#writers.end();
    await run.client.query('CREATE INDEX ON staged_nights (listing_id, first_row)');
    await run.client.query('ANALYZE staged_nights');
    run.progress.end(staged.#rows);
    return staged;
  }

  /** How many rows the file has. */
  get rows(): number {
    return this.#rows;
  }

  /** As it is named in its folder. */
  get fileName(): string {
    return this.file.name;
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

  #taker(columns: Columns): { take: TakeRecord; close: () => void } {
    const [id, date, available, price] = ['listing_id', 'date', 'available', 'price'].map((name) =>
      columns.at(name),
    ) as [number, number, number, number];
    let current: string | undefined;
    let listingId: string | undefined;
    let nights = new NightRuns();
    const close = () => {
      if (listingId !== undefined) this.#stage(listingId, nights.runs);
      nights = new NightRuns();
    };
    const takeNight = (fields: readonly string[], row: number): void => {
      const day = this.#days.of(fields[date] ?? '');
      const isFree = available === -1 ? undefined : this.#flag(fields[available] ?? '');
      if (day === undefined) this.#reject(row, 'bad_date', fields[date]);
      else if (isFree === undefined) this.#reject(row, 'bad_available', fields[available]);
      else nights.add(day, row, isFree, this.#priceOf(fields[price] ?? '', row));
    };
    const take: TakeRecord = (fields, row) => {
      this.#rows += 1;
      const text = fields[id] ?? '';
      if (text !== current || nights.runs.length === MOST_RUNS_STAGED) {
        close();
        current = text;
        listingId = idOf(text);
      }
      if (listingId === undefined) this.#reject(row, 'bad_listing_id', text);
      else takeNight(fields, row);
      return this.#batch.size >= BATCH_RUNS || this.run.rejects.isFull ? this.#flush() : undefined;
    };
    return { take, close };
  }

  #flag(text: string): boolean | undefined {
    if (text === 't') return true;
    return text === 'f' ? false : booleanOf(text);
  }

  #priceOf(text: string, row: number): number | undefined {
    if (text === '') return undefined;
    let price = this.#prices.get(text);
    if (price === undefined) {
      price = priceOf(text, this.run.city.currency);
      if (price === undefined) this.#reject(row, 'bad_price', text, true);
      else if (this.#prices.size < MAX_REMEMBERED_PRICES && text.length <= LONGEST_REMEMBERED_PRICE)
        this.#prices.set(text, price);
    }
    return price;
  }

  #reject(row: number, reason: string, value = '', restTaken = false): void {
    this.run.rejects.add({ file: this.file.name, row, reason, value, restTaken });
  }

  #stage(listingId: string, runs: readonly NightRun[]): void {
    const [first] = runs;
    if (!first) return;
    this.#batch.ids.push(listingId);
    this.#batch.rows.push(first.row);
    this.#batch.sizes.push(runs.length);
    this.#batch.runs.push(packRuns(runs));
    this.#batch.size += runs.length;
  }

  async #flush(): Promise<void> {
    const { ids, rows, sizes, runs } = this.#batch;
    this.#batch = emptyBatch();
    await this.run.rejects.flush();
    await this.#writers.begin(async (client) => {
      await client.query(
        'INSERT INTO staged_nights SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[])',
        [ids, rows, sizes, runs],
      );
    });
  }
}
