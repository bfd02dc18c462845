import { booleanOf, idOf } from '../reading/fields.js';
import type { Columns, CsvFile, TakeRecord } from '../reading/csv-file.js';
import { priceOf } from '../reading/prices.js';
import { Writers, type ImportRun } from '../run/import-run.js';
import { Days } from '../run/shift.js';
import { NightRuns, packRuns, type NightRun } from './nights.js';

const COLUMNS = ['listing_id', 'date', 'available'] as const;
const BATCH_RUNS = 20_000;
/** Of a row and of a reading of the table: a bound to what is in memory, whatever the file's order. */
const MOST_RUNS_STAGED = 200;
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

/** Reads the calendar file into the temporary table `staged_nights`, from which `StagedCalendar` tells. */
export class CalendarStaging {
  #batch = emptyBatch();
  #rows = 0;
  readonly #writers: Writers;
  readonly #days: Days;
  readonly #prices = new Map<string, number | undefined>();

  constructor(
    private readonly run: ImportRun,
    private readonly file: CsvFile,
  ) {
    this.#writers = new Writers([run.client]);
    this.#days = new Days(run.shiftDays);
  }

  /** Reads the whole file; how many rows it has. */
  async read(): Promise<number> {
    const { client, progress, rejects } = this.run;
    const { name, size } = this.file;
    await client.query(
      `CREATE TEMPORARY TABLE staged_nights (
         listing_id text COLLATE "C" NOT NULL, first_row bigint NOT NULL, size integer NOT NULL, runs text NOT NULL)`,
    );
    progress.begin(name, size);
    let closeLast: () => void = () => undefined;
    await this.file.read(
      COLUMNS,
      (columns) => {
        const { take, close } = this.#taker(columns);
        closeLast = close;
        return take;
      },
      (row, reason, value) => rejects.take({ file: name, row, reason, value }),
      (bytes) => progress.advance(bytes, this.#rows),
    );
    closeLast();
    await this.#flush();
    await this.#writers.end();
    await client.query('CREATE INDEX ON staged_nights (listing_id, first_row)');
    await client.query('ANALYZE staged_nights');
    progress.end(this.#rows);
    return this.#rows;
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
