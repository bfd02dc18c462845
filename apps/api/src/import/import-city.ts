import { stat } from 'node:fs/promises';
import pg from 'pg';
import { StartupError } from '#config';
import { cityOf, type City, type CityOptions } from './city.js';
import { findCsv, type CsvFile } from './csv-file.js';
import { importListings } from './import-listings.js';
import { importReviews } from './import-reviews.js';
import type { ImportRun } from './import-run.js';
import { silentProgress, type ImportProgress } from './progress.js';
import { Rejects } from './rejects.js';
import { Tally, type FileTaken, type ImportReport } from './report.js';
import { shiftDays } from './shift.js';
import { StagedCalendar } from './staged-calendar.js';

/** How a city is imported. */
export interface ImportOptions extends CityOptions {
  /** whether the snapshot's dates are moved by whole weeks to today */
  shift: boolean;
  /** where what could not be taken is written down: a CSV file, written anew */
  rejects: string;
  /** the application's present instant */
  now: Date;
}

interface CityFiles {
  listings: CsvFile;
  calendar: CsvFile | undefined;
  reviews: CsvFile | undefined;
}

const LOCK_PATIENCE_MS = 60_000;

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
      return await importFiles({ client, writers }, city, files, options, rejects, progress);
    } finally {
      await rejects.close();
    }
  } finally {
    await Promise.all([client, ...writers].map((each) => each.end()));
  }
}

async function importFiles(
  { client, writers }: Pick<ImportRun, 'client' | 'writers'>,
  city: City,
  files: CityFiles,
  options: ImportOptions,
  rejects: Rejects,
  progress: ImportProgress,
): Promise<ImportReport> {
  const source = `${city.slug}:${city.snapshot ?? 'undated'}`;
  const days = await rememberShift(client, source, wantedShift(city, options.shift));
  const run: ImportRun = {
    client,
    writers,
    city,
    shiftDays: days,
    now: options.now,
    rejects,
    tally: new Tally(),
    progress,
  };
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
  if (calendar) await rejectLeftovers(run, calendar);
  const reviewsFile = files.reviews;
  if (reviewsFile) await time(reviewsFile, () => importReviews(run, reviewsFile));
  await rejects.flush();
  await client.query('UPDATE imports SET finished_at = $2 WHERE source = $1', [source, options.now]);
  return {
    city,
    source,
    shiftDays: days,
    files: taken,
    tally: run.tally,
    rejects: { path: rejects.path, counts: rejects.counts },
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** One connection for what is in order, and two writers: what two cores can do beside the parser. */
async function connect(url: string): Promise<[pg.Client, pg.Client, pg.Client]> {
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'roost-import',
      lock_timeout: LOCK_PATIENCE_MS,
      options: '-c timezone=UTC -c jit=off',
    });
    // A lost connection fails the statement under way, or the next one.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return Promise.all([open(), open(), open()]);
}

async function findFiles(dir: string): Promise<CityFiles> {
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new StartupError(`There is no folder ${dir}`);
  const [listings, calendar, reviews] = await Promise.all(
    ['listings', 'calendar', 'reviews'].map((name) => findCsv(dir, name)),
  );
  if (!listings) throw new StartupError(`${dir} has neither listings.csv.gz nor listings.csv`);
  return { listings, calendar, reviews };
}

/** Two imports of one city at once would undo each other's claims. */
async function takeTurn(client: pg.Client, city: City): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
    [`import ${city.slug}`],
  );
  if (!rows[0]?.taken) throw new StartupError(`${city.name} is being imported by another process`);
}

function wantedShift(city: City, shift: boolean): number {
  if (!shift) return 0;
  if (city.snapshot === undefined) {
    throw new StartupError(
      'Neither listings nor calendar tell when the city was looked at, so --shift does not know by how much to move them',
    );
  }
  return shiftDays(city.snapshot, city.today);
}

/**
 * The days by which this snapshot was moved when it was first moved, so that an import on a later day changes nothing. One that was
 * taken with its own dates, or is wanted with them again, is moved as it is wanted now.
 */
async function rememberShift(client: pg.Client, source: string, wanted: number): Promise<number> {
  const { rows } = await client.query<{ shift_days: number }>(
    `INSERT INTO imports AS i (source, shift_days)
     VALUES ($1, $2)
     ON CONFLICT (source) DO UPDATE
     SET shift_days = CASE WHEN i.shift_days = 0 OR $2 = 0 THEN $2 ELSE i.shift_days END,
         finished_at = NULL
     RETURNING shift_days`,
    [source, wanted],
  );
  return rows[0]?.shift_days ?? wanted;
}

/** Every calendar row of a listing that is not in the listings, or could not be taken itself. */
async function rejectLeftovers(run: ImportRun, calendar: StagedCalendar): Promise<void> {
  await calendar.forEachLeftover(async (listingId, runs) => {
    for (const { row: first, nights } of runs) {
      for (let row = first; row < first + nights; row += 1) {
        run.rejects.add({ file: calendar.fileName, row, reason: 'unknown_listing', value: listingId });
      }
    }
    if (run.rejects.isFull) await run.rejects.flush();
  });
}
