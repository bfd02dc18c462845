import type { CsvFile } from '../reading/csv-file.js';
import type { ImportRun } from '../run/import-run.js';
import { LISTING_COLUMNS, listingReader, type ReadListing } from '../reading/listing-reader.js';
import { type Listing } from '../reading/listing.js';
import type { StagedCalendar } from '../calendar/staged-calendar.js';
import { PropertiesImport } from './properties-import.js';

/** Large, because the triggers of search cost a little for each statement, and less for each row. */
const BATCH_LISTINGS = 1000;
/** Of all fields of a batch; a thousand real listings have about five million. */
const BATCH_CHARACTERS = 8_000_000;

/** Takes the listings as hosts and properties, with the nights that the calendar has for them. How many rows there were. */
export async function importListings(
  run: ImportRun,
  file: CsvFile,
  calendar: StagedCalendar | undefined,
): Promise<number> {
  const properties = await PropertiesImport.begin(run, file, calendar);
  let batch: Listing[] = [];
  let characters = 0;
  let rows = 0;
  const flush = (): Promise<void> => {
    const full = batch;
    batch = [];
    characters = 0;
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
        characters += fields.reduce((sum, field) => sum + field.length, 0);
        const isFull = batch.length >= BATCH_LISTINGS || characters >= BATCH_CHARACTERS;
        return isFull || run.rejects.isFull ? flush() : undefined;
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
