import { booleanOf, idOf } from '../reading/fields.js';
import type { Columns, CsvFile, TakeRecord } from '../reading/csv-file.js';
import { Writers, type ImportRun } from '../run/import-run.js';
import { NightRuns, packRuns, unpackRuns, type NightRun } from './nights.js';
import { priceOf } from '../reading/prices.js';
import { Days } from '../run/shift.js';

const COLUMNS = ['listing_id', 'date', 'available'] as const;
const BATCH_RUNS = 20_000;
const MAX_REMEMBERED_PRICES = 10_000;

interface StagedNights {
  ids: string[];
  runs: string[];
  size: number;
}

const emptyBatch = (): StagedNights => ({ ids: [], runs: [], size: 0 });

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
    await run.client.query('CREATE TEMPORARY TABLE staged_nights (listing_id text NOT NULL, runs text NOT NULL)');
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
    await run.client.query('CREATE INDEX ON staged_nights (listing_id)');
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

  /** What the file says of the nights of these listings, in any order. */
  async nightsOf(listingIds: readonly string[]): Promise<ReadonlyMap<string, NightRun[]>> {
    const { rows } = await this.run.client.query<{ listing_id: string; runs: string }>(
      `SELECT listing_id, string_agg(runs, ';') AS runs
       FROM staged_nights
       WHERE listing_id = ANY ($1::text[])
       GROUP BY listing_id`,
      [listingIds],
    );
    return new Map(rows.map(({ listing_id: id, runs }) => [id, unpackRuns(runs)]));
  }

  /** The rows of listings that were not taken, to `reject`, in stretches of one listing. */
  async forEachLeftover(reject: (listingId: string, runs: NightRun[]) => Promise<void>): Promise<void> {
    const { client } = this.run;
    await client.query('BEGIN');
    await client.query(
      `DECLARE leftovers NO SCROLL CURSOR FOR
       SELECT listing_id, runs
       FROM staged_nights n
       WHERE NOT EXISTS (SELECT FROM taken_listings t WHERE t.listing_id = n.listing_id)`,
    );
    for (;;) {
      const { rows } = await client.query<{ listing_id: string; runs: string }>('FETCH 500 FROM leftovers');
      if (rows.length === 0) break;
      for (const row of rows) await reject(row.listing_id, unpackRuns(row.runs));
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
      if (listingId !== undefined) this.#stage(listingId, nights);
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
      if (text !== current) {
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
      else if (this.#prices.size < MAX_REMEMBERED_PRICES) this.#prices.set(text, price);
    }
    return price;
  }

  #reject(row: number, reason: string, value = '', restTaken = false): void {
    this.run.rejects.add({ file: this.file.name, row, reason, value, restTaken });
  }

  #stage(listingId: string, nights: NightRuns): void {
    if (nights.runs.length === 0) return;
    this.#batch.ids.push(listingId);
    this.#batch.runs.push(packRuns(nights.runs));
    this.#batch.size += nights.runs.length;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    await this.run.rejects.flush();
    await this.#writers.begin(async (client) => {
      await client.query('INSERT INTO staged_nights SELECT * FROM unnest($1::text[], $2::text[])', [
        batch.ids,
        batch.runs,
      ]);
    });
  }
}
