import type pg from 'pg';
import { dateOfDay } from '#dates';
import type { CsvFile } from '../reading/csv-file.js';
import { inTransaction, Writers, type ImportRun } from '../run/import-run.js';
import { LISTING_COLUMNS, listingReader, type ReadListing } from '../reading/listing-reader.js';
import { type Listing } from '../reading/listing.js';
import { propertyRow, type PropertyRow } from './property-rows.js';
import type { StagedCalendar } from '../calendar/staged-calendar.js';
import { writeClaims } from '../calendar/write-claims.js';
import {
  analyze,
  lockCalendars,
  takeListings,
  writeHosts,
  writeOwnPrices,
  writeProperties,
} from './write-properties.js';

/** Large, because the triggers of search cost a little for each statement, and less for each row. */
const BATCH_LISTINGS = 1000;

/** Takes the listings as hosts and properties, with the nights that the calendar has for them. How many rows there were. */
export async function importListings(
  run: ImportRun,
  file: CsvFile,
  calendar: StagedCalendar | undefined,
): Promise<number> {
  const properties = await PropertiesImport.begin(run, file, calendar);
  let batch: Listing[] = [];
  let rows = 0;
  const flush = (): Promise<void> => {
    const full = batch;
    batch = [];
    return properties.add(full);
  };
  run.progress.begin(file.name, file.size);
  await file.read(
    LISTING_COLUMNS,
    (columns) => {
      const read = listingReader(columns, run.city.currency);
      return (fields, row) => {
        rows += 1;
        const { listing, ...notes } = read(fields, row);
        note(run, file, row, listing !== undefined, notes);
        if (listing) batch.push(listing);
        return batch.length >= BATCH_LISTINGS || run.rejects.isFull ? flush() : undefined;
      };
    },
    (row, reason, value) => run.rejects.take({ file: file.name, row, reason, value }),
    (bytes) => run.progress.advance(bytes, rows),
  );
  await flush();
  await properties.end();
  run.progress.end(rows);
  return rows;
}

function note(run: ImportRun, file: CsvFile, row: number, taken: boolean, notes: Omit<ReadListing, 'listing'>): void {
  for (const problem of notes.problems) run.rejects.add({ file: file.name, row, ...problem, restTaken: taken });
  for (const reason of notes.adjusted) run.tally.adjust(reason);
  for (const name of notes.unknownAmenities) run.tally.unknownAmenity(name);
}

/** Listings on their way to properties: prepared batch after batch, written side by side. */
class PropertiesImport {
  readonly #writers: Writers;
  #batches = 0;

  private constructor(
    private readonly run: ImportRun,
    private readonly file: CsvFile,
    private readonly calendar: StagedCalendar | undefined,
  ) {
    this.#writers = new Writers(run.writers);
  }

  static async begin(run: ImportRun, file: CsvFile, calendar: StagedCalendar | undefined): Promise<PropertiesImport> {
    await run.client.query('CREATE TEMPORARY TABLE taken_listings (listing_id text PRIMARY KEY)');
    return new PropertiesImport(run, file, calendar);
  }

  /** Rejects what cannot be taken, makes the hosts, and begins to write the rest as one transaction. */
  async add(listings: readonly Listing[]): Promise<void> {
    await this.run.rejects.flush();
    if (listings.length === 0) return;
    const rows = await this.#firstOfEach(await this.#priced(listings));
    this.run.tally.hosts += await writeHosts(this.run.client, hostsOf(rows), this.run.now);
    for (const row of rows) this.#countNights(row);
    await this.#writers.begin((client) => this.#write(client, rows));
  }

  async end(): Promise<void> {
    await this.#writers.end();
    await analyze(this.run.client);
  }

  async #priced(listings: readonly Listing[]): Promise<PropertyRow[]> {
    const { city, shiftDays } = this.run;
    const nights = await this.calendar?.nightsOf(listings.map(({ id }) => id));
    const priced: PropertyRow[] = [];
    for (const listing of listings) {
      const row = await propertyRow(listing, nights?.get(listing.id) ?? [], city, shiftDays);
      if (row) priced.push(row);
      else this.#reject(listing, 'no_price');
    }
    return priced;
  }

  /** A second row with the same id is not another property. */
  async #firstOfEach(rows: readonly PropertyRow[]): Promise<PropertyRow[]> {
    const fresh = await takeListings(
      this.run.client,
      rows.map(({ listing }) => listing.id),
    );
    // A set forgets what it has given: of an id that comes twice in one batch the first is taken.
    return rows.filter(({ listing }) => fresh.delete(listing.id) || this.#reject(listing, 'repeated_id'));
  }

  async #write(client: pg.Client, rows: readonly PropertyRow[]): Promise<void> {
    const { properties, claims } = await inTransaction(client, () => writeRows(client, rows, this.run.now));
    const { tally } = this.run;
    tally.properties.created += properties.created;
    tally.properties.changed += properties.changed;
    tally.properties.unchanged += rows.length - properties.created - properties.changed;
    tally.claims.created += claims.created;
    tally.claims.removed += claims.removed;
    tally.claims.unchanged += claims.kept;
    tally.adjust('busy_nights_left_to_bookings_and_blocks', claims.taken);
    this.#batches += 1;
    // Plans made for empty tables read them whole: after 1, 2, 4, 8 … batches they are made anew.
    if (Number.isInteger(Math.log2(this.#batches))) await analyze(client);
  }

  #countNights({ nights, prices, repeated }: PropertyRow): void {
    const { tally, rejects } = this.run;
    tally.nights += nights;
    tally.ownPrices += prices.own ? 1 : 0;
    tally.adjust('prices_beyond_1125_nights', prices.beyond);
    for (const { row, day } of repeated) {
      rejects.add({ file: this.calendar?.fileName ?? '', row, reason: 'repeated_night', value: dateOfDay(day) });
    }
  }

  #reject({ row, id }: Listing, reason: string): false {
    this.run.rejects.add({ file: this.file.name, row, reason, value: id });
    return false;
  }
}

interface WrittenRows {
  properties: { created: number; changed: number };
  claims: Awaited<ReturnType<typeof writeClaims>>;
}

/** Writes one batch. Counts nothing: it may be run again. */
async function writeRows(client: pg.Client, rows: readonly PropertyRow[], now: Date): Promise<WrittenRows> {
  await lockCalendars(
    client,
    rows.map(({ ref }) => ref),
  );
  const { ids, ...properties } = await writeProperties(client, rows, now);
  const byId = rows.map((row) => ({ id: ids.get(row.ref) ?? '', ...row }));
  await writeOwnPrices(
    client,
    byId.filter(({ pricedByCalendar }) => pricedByCalendar),
  );
  const wanted = byId.filter(({ nights }) => nights > 0).map(({ id, busy }) => [id, busy] as const);
  return { properties, claims: await writeClaims(client, new Map(wanted), now) };
}

/** Names by reference; a host with several listings is one. */
function hostsOf(rows: readonly PropertyRow[]): Map<string, string> {
  const hosts = new Map<string, string>();
  for (const { hostRef, listing } of rows) if (!hosts.has(hostRef)) hosts.set(hostRef, listing.hostName);
  return hosts;
}
