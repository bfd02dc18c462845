import type pg from 'pg';
import type { CsvFile } from '../reading/csv-file.js';
import { inTransaction, Writers, type ImportRun } from '../run/import-run.js';
import { portions } from '../run/portions.js';
import { type Listing } from '../reading/listing.js';
import { propertyRow, type PropertyRow } from './property-rows.js';
import type { StagedCalendar } from '../calendar/staged-calendar.js';
import { portionsToWrite, writeRows, type WrittenRows } from './write-rows.js';
import { analyze, takeListings, writeHosts } from './write-properties.js';

/** A city's usual thousand listings have 70,000 runs of nights; with a price for every night they are a few hundred. */
const MOST_PREPARED = { items: 1000, weight: 100_000 };

/** Listings on their way to properties: prepared batch after batch, written side by side. */
export class PropertiesImport {
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

  /** Takes what can be taken of these listings, in portions that have room in memory. */
  async add(listings: readonly Listing[]): Promise<void> {
    await this.run.rejects.flush();
    if (listings.length === 0) return;
    const sizes = await this.calendar?.sizesOf(listings.map(({ id }) => id));
    for (const portion of portions(listings, ({ id }) => sizes?.get(id) ?? 0, MOST_PREPARED)) await this.#add(portion);
  }

  async end(): Promise<void> {
    await this.#writers.end();
    await analyze(this.run.client);
  }

  /** Rejects what cannot be taken, makes the hosts, and begins to write the rest. */
  async #add(listings: readonly Listing[]): Promise<void> {
    const rows = await this.#firstOfEach(await this.#priced(listings));
    this.run.tally.hosts += await writeHosts(this.run.client, hostsOf(rows), this.run.now);
    await this.#countNights(rows);
    await this.#writers.begin((client) => this.#write(client, rows));
  }

  async #priced(listings: readonly Listing[]): Promise<PropertyRow[]> {
    const { city, shiftDays } = this.run;
    const nights = await this.calendar?.nightsOf(listings.map(({ id }) => id));
    const priced: PropertyRow[] = [];
    for (const listing of listings) {
      const row = await propertyRow(listing, nights?.get(listing.id), city, shiftDays);
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
    for (const portion of await portionsToWrite(client, rows)) {
      this.#count(portion, await inTransaction(client, () => writeRows(client, portion, this.run.now)));
    }
    this.#batches += 1;
    // Plans made for empty tables read them whole: after 1, 2, 4, 8 … batches they are made anew.
    if (Number.isInteger(Math.log2(this.#batches))) await analyze(client);
  }

  #count(rows: readonly PropertyRow[], { properties, claims }: WrittenRows): void {
    const { tally } = this.run;
    tally.properties.created += properties.created;
    tally.properties.changed += properties.changed;
    tally.properties.unchanged += rows.length - properties.created - properties.changed;
    tally.claims.created += claims.created;
    tally.claims.removed += claims.removed;
    tally.claims.unchanged += claims.kept;
    tally.adjust('busy_nights_left_to_bookings_and_blocks', claims.taken);
  }

  async #countNights(rows: readonly PropertyRow[]): Promise<void> {
    const { tally } = this.run;
    for (const { nights, prices } of rows) {
      tally.nights += nights;
      tally.ownPrices += prices.own ? 1 : 0;
      tally.adjust('prices_beyond_1125_nights', prices.beyond);
    }
    const refused = rows.filter((row) => row.refused > 0).map(({ listing }) => listing.id);
    if (refused.length > 0) await this.calendar?.rejectRefused(refused);
  }

  #reject({ row, id }: Listing, reason: string): false {
    this.run.rejects.add({ file: this.file.name, row, reason, value: id });
    return false;
  }
}

/** Names by reference; a host with several listings is one. */
function hostsOf(rows: readonly PropertyRow[]): Map<string, string> {
  const hosts = new Map<string, string>();
  for (const { hostRef, listing } of rows) if (!hosts.has(hostRef)) hosts.set(hostRef, listing.hostName);
  return hosts;
}
