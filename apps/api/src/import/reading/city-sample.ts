import { isLocalDate, type LocalDate } from '#dates';
import type { CsvFile } from './csv-file.js';
import { decimalOf } from './fields.js';
import { LISTING_COLUMNS } from './listing-reader.js';

/** What the first listings tell about all of them. */
export interface Sample {
  position?: { latitude: number; longitude: number };
  price?: string;
  snapshot?: LocalDate;
}

/** Reads the listings until everything has been seen once; few tell nothing. */
export async function sampleOf(listings: CsvFile): Promise<Sample> {
  const sample: Sample = {};
  await listings.read(
    LISTING_COLUMNS,
    (columns) => (fields) => {
      addTo(sample, (name) => fields[columns.at(name)] ?? '');
      return sample.position && sample.price !== undefined && sample.snapshot !== undefined ? 'enough' : undefined;
    },
    () => undefined,
  );
  return sample;
}

function addTo(sample: Sample, field: (name: string) => string): void {
  const [latitude, longitude] = [decimalOf(field('latitude')), decimalOf(field('longitude'))];
  if (latitude && longitude && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
    sample.position ??= { latitude, longitude };
  if (field('price').trim() !== '') sample.price ??= field('price');
  const date = [field('last_scraped'), field('calendar_last_scraped')].find(isLocalDate);
  if (date !== undefined) sample.snapshot ??= date;
}

/** The first date that the calendar names, if any. */
export async function firstDate(calendar: CsvFile): Promise<LocalDate | undefined> {
  let first: LocalDate | undefined;
  await calendar.read(
    ['date'],
    (columns) => (fields) => {
      first = fields[columns.at('date')];
      if (first !== undefined && isLocalDate(first)) return 'enough';
      first = undefined;
      return undefined;
    },
    () => undefined,
  );
  return first;
}
