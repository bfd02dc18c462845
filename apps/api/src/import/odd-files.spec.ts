import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { dateOfDay, dayOf } from '#dates';
import { freshDatabase, waitFor, type FreshDatabase } from '#testing';
import { importCity, type ImportOptions } from './import-city.js';
import type { ImportReport } from './run/report.js';

const NOW = new Date('2024-11-05T12:00:00Z');
const FIRST_DAY = dayOf('2024-11-05');
const LISTING_HEADER =
  'id,name,description,host_id,host_name,latitude,longitude,room_type,accommodates,price,amenities,last_scraped';
const CALENDAR_HEADER = 'listing_id,date,available,price';
const REVIEW_HEADER = 'listing_id,id,date,reviewer_id,reviewer_name,comments';

let database: FreshDatabase;
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roost-odd-'));
  database = await freshDatabase();
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importCity(database.url, dir, {
    shift: false,
    rejects: join(dir, 'rejects.csv'),
    now: NOW,
    city: 'Albany',
    ...options,
  });
}

async function write(name: string, lines: readonly string[], encoding: BufferEncoding = 'utf8'): Promise<void> {
  await writeFile(join(dir, `${name}.csv`), `${lines.join('\n')}\n`, encoding);
}

/** Listings that are alike but for their ids, and for what is said. */
async function writeListings(ids: readonly (number | string)[], said: { name?: string; host?: string } = {}) {
  const { name = 'Place', host = '7' } = said;
  const line = (id: number | string) =>
    `${id},${name},Quiet,${host},Ann,42.65,-73.75,Private room,2,$70.00,[],2024-11-05`;
  await write('listings', [LISTING_HEADER, ...ids.map(line)]);
}

function night(id: number | string, offset: number, isFree: boolean, price = '$70.00'): string {
  return `${id},${dateOfDay(FIRST_DAY + offset)},${isFree ? 't' : 'f'},${price}`;
}

async function rejects(): Promise<string[]> {
  return (await readFile(join(dir, 'rejects.csv'), 'utf8')).trimEnd().split('\n').slice(1).toSorted();
}

async function countOf(table: string): Promise<number> {
  const [found] = await database.rows<{ count: number }>(`SELECT count(*)::integer AS count FROM ${table}`);
  return found?.count ?? -1;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

describe('an import of odd files', () => {
  it('goes on after an id that is none, in each of the files', async () => {
    const long = 'x'.repeat(300_000);
    await writeListings([1, '2\0', long]);
    await write('calendar', [CALENDAR_HEADER, night('1\0', 0, false), night(long, 0, false), night(1, 0, false)]);
    await write('reviews', [
      REVIEW_HEADER,
      '1\0,11,2024-01-01,5,Bob,Good',
      `${long},12,2024-01-01,5,Bob,Good`,
      '1,13\0,2024-01-01,5,Bob,Good',
      '1,14,2024-01-01,\0,B\0b,Go\0od',
    ]);
    await run();
    const shown = `${'x'.repeat(200)}…`;
    expect(await rejects()).toEqual(
      [
        'calendar.csv,2,bad_listing_id,1\0,false',
        `calendar.csv,3,bad_listing_id,${shown},false`,
        'listings.csv,3,bad_id,2\0,false',
        `listings.csv,4,bad_id,${shown},false`,
        'reviews.csv,2,bad_listing_id,1\0,false',
        `reviews.csv,3,bad_listing_id,${shown},false`,
        'reviews.csv,4,bad_id,13\0,false',
      ].toSorted(),
    );
    expect(await database.rows('SELECT author_name, comment FROM reviews')).toEqual([
      { author_name: 'Bb', comment: 'Good' },
    ]);
    expect(await countOf('claims')).toBe(1);
  });

  it('takes no date that lies beyond all dates once it is moved', async () => {
    await writeListings([1]);
    await write('calendar', [CALENDAR_HEADER, night(1, 0, false), '1,2999-12-20,f,$70.00']);
    await write('reviews', [REVIEW_HEADER, '1,11,2999-12-20,5,Bob,Good']);
    await run({ shift: true, now: new Date('2024-12-03T12:00:00Z') });
    expect(await rejects()).toEqual([
      'calendar.csv,3,bad_date,2999-12-20,false',
      'reviews.csv,2,bad_date,2999-12-20,false',
    ]);
  });

  it('rejects rows that are no UTF-8, and takes the others as they are', async () => {
    const own = 'Café \ufffd';
    await writeListings([1, 2], { name: own });
    const utf8 = await readFile(join(dir, 'listings.csv'));
    const latin1 = Buffer.from('3,Café,Quiet,7,Ann,42.65,-73.75,Private room,2,$70.00,[],2024-11-05\n', 'latin1');
    await writeFile(join(dir, 'listings.csv'), Buffer.concat([utf8, latin1]));
    await write('calendar', [CALENDAR_HEADER, night(1, 0, false, '£70.00'), night(1, 1, false)], 'latin1');
    await write('reviews', [REVIEW_HEADER, '1,11,2024-01-01,5,Zoë,Good', '1,12,2024-01-01,5,Bob,Good'], 'latin1');
    await run();
    expect(await rejects()).toEqual([
      'calendar.csv,2,bad_encoding,\ufffd70.00,false',
      'listings.csv,4,bad_encoding,Caf\ufffd,false',
      'reviews.csv,2,bad_encoding,Zo\ufffd,false',
    ]);
    expect(await database.rows('SELECT DISTINCT title FROM properties')).toEqual([{ title: own }]);
    expect([await countOf('properties'), await countOf('claims'), await countOf('reviews')]).toEqual([2, 1, 1]);
  });

  it('rejects rows of UTF-16 that have half a character', async () => {
    await writeListings([1]);
    const listings = await readFile(join(dir, 'listings.csv'), 'utf8');
    await writeFile(
      join(dir, 'listings.csv'),
      `\ufeff${listings}2,Half \ud83c,Quiet,7,Ann,42.65,-73.75,Private room,2,$70.00,[],2024-11-05\n`,
      'utf16le',
    );
    await run();
    expect(await rejects()).toEqual(['listings.csv,3,bad_encoding,Half \ufffd,false']);
    expect(await countOf('properties')).toBe(1);
  });

  it('names every row of nights that come again and again, whether or not their listing is taken', async () => {
    await writeListings([1]);
    const nights = range(3000).map((row) => night((row % 2) + 1, ((row >> 1) * 7) % 100, row % 3 === 0));
    await write('calendar', [CALENDAR_HEADER, ...nights]);
    const { tally, rejects: counted } = await run();
    expect(tally.nights).toBe(100);
    expect(counted.counts).toEqual([
      { file: 'calendar.csv', reason: 'repeated_night', restTaken: false, count: 1400 },
      { file: 'calendar.csv', reason: 'unknown_listing', restTaken: false, count: 1500 },
    ]);
    expect(new Set((await rejects()).map((line) => line.split(',')[1])).size).toBe(2900);
  });
});

describe('an import into a city that is here', () => {
  it('writes a calendar that has changed a few thousand claims at a time, whatever its order', async () => {
    const ids = range(20).map((index) => index + 1);
    await writeListings(ids);
    const byDate = (moved: number) =>
      range(1000).flatMap((offset) => ids.map((id) => night(id, offset, (id + offset + moved) % 2 === 0)));
    await write('calendar', [CALENDAR_HEADER, ...byDate(0)]);
    await run();
    await database.run(`
      CREATE TABLE written (claims integer);
      CREATE FUNCTION note_written() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO written SELECT count(*) FROM changed; RETURN NULL; END';
      CREATE TRIGGER claims_written AFTER INSERT ON claims REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION note_written();`);
    await write('calendar', [CALENDAR_HEADER, ...byDate(1)]);
    expect(await run()).toMatchObject({ tally: { claims: { created: 10_000, removed: 10_000 } } });
    const [most] = await database.rows<{ claims: number }>('SELECT max(claims) AS claims FROM written');
    expect(most?.claims).toBeLessThanOrEqual(2000);
  });

  it('keeps most calendars free for bookings while it waits for one', async () => {
    await writeListings(range(400).map((index) => index + 1));
    await run();
    const booking = new pg.Client({ connectionString: database.url });
    await booking.connect();
    try {
      await booking.query('BEGIN');
      await booking.query('SELECT FROM calendars ORDER BY property_id DESC LIMIT 1 FOR UPDATE');
      await writeListings(
        range(400).map((index) => index + 1),
        { name: 'Another name' },
      );
      const importing = run();
      await waitFor('the import to wait', async () => {
        const waiting = await database.rows(
          "SELECT FROM pg_stat_activity WHERE application_name = 'roost-import' AND datname = current_database() AND wait_event_type = 'Lock'",
        );
        return waiting.length === 1 ? true : undefined;
      });
      const free = await database.rows('SELECT FROM calendars FOR UPDATE SKIP LOCKED');
      await booking.query('COMMIT');
      expect(await importing).toMatchObject({ tally: { properties: { changed: 400 } } });
      expect(free.length).toBeGreaterThanOrEqual(200);
    } finally {
      await booking.end();
    }
  });
});
