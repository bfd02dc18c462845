import { findFiles, type CityFiles } from './reading/city-files.js';
import { cityOf, type CityOptions } from './reading/city.js';
import type { CsvFile } from './reading/csv-file.js';
import { importListings } from './properties/import-listings.js';
import { importReviews } from './reviews/import-reviews.js';
import type { ImportRun } from './run/import-run.js';
import { silentProgress, type ImportProgress } from './run/progress.js';
import { Rejects } from './run/rejects.js';
import { Tally, type FileTaken, type ImportReport } from './run/report.js';
import { rememberShift, wantedShift } from './run/remembered-shift.js';
import { connect, takeTurn } from './run/connections.js';
import { StagedCalendar } from './calendar/staged-calendar.js';

/** How a city is imported. */
export interface ImportOptions extends CityOptions {
  /** whether the snapshot's dates are moved by whole weeks to today */
  shift: boolean;
  /** where what could not be taken is written down: a CSV file, written anew */
  rejects: string;
  /** the application's present instant */
  now: Date;
}

/**
 * Takes one city, as Inside Airbnb publishes it, from the folder `dir` into the migrated database at `url`: hosts become
 * users, listings published properties, unavailable nights claims, prices rates. In transactions of a batch each; run again
 * with the same files – also after one that broke off – it gives the same result, and leaves bookings and blocks alone.
 *
 * The calendar is read first, into a temporary table, so that each property is written once, with its price and its nights.
 * Temporary tables need the one connection throughout: `url` is PostgreSQL itself, or a pooler in session mode.
 * @throws StartupError, in words for who imports, when the folder or a file cannot be used, or something has to be said
 */
export async function importCity(
  url: string,
  dir: string,
  options: ImportOptions,
  progress: ImportProgress = silentProgress,
): Promise<ImportReport> {
  const files = await findFiles(dir);
  const city = await cityOf(dir, files, options, options.now);
  const [client, ...writers] = await connect(url);
  try {
    await takeTurn(client, city);
    const rejects = await Rejects.create(options.rejects);
    try {
      const source = `${city.slug}:${city.snapshot ?? 'undated'}`;
      const days = await rememberShift(client, source, wantedShift(city, options.shift));
      const shared = { client, writers, city, shiftDays: days, now: options.now };
      return await importFiles({ ...shared, rejects, tally: new Tally(), progress }, source, files);
    } finally {
      await rejects.close();
    }
  } finally {
    await Promise.all([client, ...writers].map((each) => each.end()));
  }
}

async function importFiles(run: ImportRun, source: string, files: CityFiles): Promise<ImportReport> {
  const taken: FileTaken[] = [];
  const time = async (file: CsvFile, work: () => Promise<number>): Promise<void> => {
    const since = performance.now();
    const rows = await work();
    taken.push({ file: file.name, rows, seconds: (performance.now() - since) / 1000 });
  };
  let calendar: StagedCalendar | undefined;
  const calendarFile = files.calendar;
  if (calendarFile)
    await time(calendarFile, async () => (calendar = await StagedCalendar.read(run, calendarFile)).rows);
  await time(files.listings, () => importListings(run, files.listings, calendar));
  if (calendar) await calendar.rejectLeftovers();
  const reviewsFile = files.reviews;
  if (reviewsFile) await time(reviewsFile, () => importReviews(run, reviewsFile));
  await run.rejects.flush();
  await run.client.query('UPDATE imports SET finished_at = $2 WHERE source = $1', [source, run.now]);
  return {
    city: run.city,
    source,
    shiftDays: run.shiftDays,
    files: taken,
    tally: run.tally,
    rejects: { path: run.rejects.path, counts: run.rejects.counts },
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
