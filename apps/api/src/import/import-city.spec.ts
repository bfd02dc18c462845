import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '#clock';
import { freshDatabase, type FreshDatabase } from '#testing';
import { importCity, type ImportOptions } from './import-city.js';
import type { ImportReport } from './run/report.js';

const ALBANY = join(import.meta.dirname, '..', '..', '..', '..', '..', 'data', 'albany');
const NOW = new Date('2026-11-21T12:00:00Z');
const LISTING_HEADER =
  'id,last_scraped,name,description,host_id,host_name,latitude,longitude,property_type,room_type,accommodates,price,instant_bookable';

let database: FreshDatabase;
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'roost-city-'));
  database = await freshDatabase();
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true });
});

function run(folder: string, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importCity(database.url, folder, {
    shift: false,
    rejects: join(dir, 'rejects.csv'),
    now: NOW,
    city: 'Albany',
    ...options,
  });
}

const rows = (statement: string): Promise<Record<string, unknown>[]> => database.rows(statement);

/** Everything that an import writes, in one order. */
function everything(): Promise<unknown[]> {
  const tables = ['users', 'properties', 'claims', 'rate_calendars', 'reviews', 'property_search', 'calendars'];
  return Promise.all(
    tables.map((table) => rows(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`)),
  );
}

async function write(name: string, ...lines: string[]): Promise<void> {
  await writeFile(join(dir, `${name}.csv`), `${lines.join('\n')}\n`);
}

function listing(id: number, price = '$70.00', position = '42.65,-73.75'): string {
  return `${id},2024-11-05,Place ${id},"Two rooms,\nand ""a view""",${id},Host ${id},${position},Entire home,Entire home/apt,2,${price},t`;
}

function night(id: number, date: string, available: string, price = '$70.00'): string {
  return `${id},${date},${available},${price}`;
}

const CALENDAR_HEADER = 'listing_id,date,available,price';

async function rejects(): Promise<string[]> {
  return (await readFile(join(dir, 'rejects.csv'), 'utf8')).trimEnd().split('\n').slice(1);
}

async function claims(): Promise<string[]> {
  const found = await rows('SELECT kind, stay::text AS stay FROM claims ORDER BY property_id, stay');
  return found.map(({ kind, stay }) => `${String(kind)} ${String(stay)}`);
}

describe('the import of a city', () => {
  it('takes all of Albany, and changes nothing when it is run again on a later day', async () => {
    const first = await run(ALBANY, { shift: true, region: 'New York' });
    expect(first).toMatchObject({
      city: { name: 'Albany', region: 'New York', country: 'US', currency: 'USD' },
      shiftDays: 742,
      rejects: { counts: [] },
      tally: {
        hosts: 189,
        nights: 153_665,
        properties: { created: 421 },
        reviews: { created: 7046 },
        claims: { created: 1294 },
      },
    });
    const before = await everything();
    const second = await run(ALBANY, { shift: true, region: 'New York', now: new Date('2027-03-01T12:00:00Z') });
    expect(second).toMatchObject({
      shiftDays: 742,
      tally: {
        hosts: 0,
        properties: { created: 0, changed: 0, unchanged: 421 },
        claims: { created: 0, removed: 0, unchanged: 1294 },
        reviews: { created: 0, changed: 0, unchanged: 7046 },
      },
    });
    expect(await everything()).toEqual(before);
  });

  it('gives each place its busy nights, all of them and no others', async () => {
    await run(ALBANY);
    const [sum] = await rows(
      "SELECT sum(upper(stay) - lower(stay))::integer AS nights FROM claims WHERE kind = 'imported'",
    );
    const [search] = await rows(
      'SELECT count(*)::integer AS count FROM property_search s JOIN properties p ON p.id = s.property_id WHERE p.time_zone = $$America/New_York$$',
    );
    expect(sum).toEqual({ nights: await busyNightsOfAlbany() });
    expect(search).toEqual({ count: 421 });
  });

  it('puts together a listing whose calendar comes in pieces, in any order', async () => {
    await write('listings', LISTING_HEADER, listing(1), listing(2));
    await write(
      'calendar',
      CALENDAR_HEADER,
      night(1, '2024-11-07', 'f'),
      night(2, '2024-11-05', 'f'),
      night(1, '2024-11-05', 'f'),
      night(2, '2024-11-06', 't'),
      night(1, '2024-11-06', 'f'),
      night(1, '2024-11-06', 't'),
    );
    expect(await run(dir)).toMatchObject({ tally: { nights: 5 } });
    expect((await claims()).toSorted()).toEqual([
      'imported [2024-11-05,2024-11-06)',
      'imported [2024-11-05,2024-11-08)',
    ]);
    expect(await rejects()).toEqual(['calendar.csv,7,repeated_night,2024-11-06,false']);
  });

  it('writes down everything that it cannot take', async () => {
    await write(
      'listings',
      LISTING_HEADER,
      listing(1),
      listing(2, ''),
      listing(3, '$70.00', ','),
      listing(1),
      '4,short',
      listing(5, 'much'),
    );
    await write(
      'calendar',
      CALENDAR_HEADER,
      night(1, '2024-11-05', 'f'),
      night(1, '2024-02-30', 'f'),
      night(1, '2024-11-06', 'maybe'),
      night(1, '2024-11-07', 'f', '=1+1'),
      night(9, '2024-11-05', 'f'),
      night(9, '2024-11-06', 'f'),
    );
    await write('reviews', 'listing_id,id,date,reviewer_name,comments', '1,11,2024-01-01,Ann,Good', '9,12,2024-01-01,Ann,Good', '1,11,2024-01-01,Ann,Good', '1,13,2024-13-01,Ann,Good', '1,14,2024-01-01,Ann,'); // prettier-ignore
    await run(dir);
    expect((await rejects()).toSorted()).toEqual([
      'calendar.csv,3,bad_date,2024-02-30,false',
      'calendar.csv,4,bad_available,maybe,false',
      "calendar.csv,5,bad_price,'=1+1,true",
      'calendar.csv,6,unknown_listing,9,false',
      'calendar.csv,7,unknown_listing,9,false',
      'listings.csv,3,no_price,2,false',
      'listings.csv,4,no_coordinates,3,false',
      'listings.csv,5,repeated_id,1,false',
      'listings.csv,6,wrong_number_of_columns,2,false',
      'listings.csv,7,bad_price,much,true',
      'listings.csv,7,no_price,5,false',
      'reviews.csv,3,unknown_listing,9,false',
      'reviews.csv,4,repeated_id,albany:review:11,false',
      'reviews.csv,5,bad_date,2024-13-01,false',
      'reviews.csv,6,no_text,14,false',
    ]);
    expect(await rows('SELECT count(*)::integer AS properties FROM properties')).toEqual([{ properties: 1 }]);
  });

  it('leaves the nights of blocks to them, and what the host changed to the host', async () => {
    await write('listings', LISTING_HEADER, listing(1));
    await write('calendar', CALENDAR_HEADER, ...['05', '06', '07', '08'].map((day) => night(1, `2024-11-${day}`, 'f')));
    await run(dir);
    const [property] = await rows("UPDATE properties SET status = 'paused', cleaning_fee = 500 RETURNING id");
    await database.run(`
      DELETE FROM claims;
      INSERT INTO claims (id, property_id, stay, kind, created_at)
      VALUES ('${newId()}', '${String(property?.id)}', '[2024-11-06,2024-11-07)', 'block', '${NOW.toISOString()}');`);
    const { tally } = await run(dir);
    expect(await claims()).toEqual([
      'imported [2024-11-05,2024-11-06)',
      'block [2024-11-06,2024-11-07)',
      'imported [2024-11-07,2024-11-09)',
    ]);
    expect(tally.adjusted).toEqual(
      new Map([['busy_nights_left_to_bookings_and_blocks', 1]])
        .set('bedrooms_assumed', 1)
        .set('beds_assumed', 1)
        .set('bathrooms_assumed', 1),
    );
    expect(await rows('SELECT status, cleaning_fee::integer FROM properties')).toEqual([
      { status: 'paused', cleaning_fee: 500 },
    ]);
  });

  it('follows the files when they change', async () => {
    await write('listings', LISTING_HEADER, listing(1));
    await write(
      'calendar',
      CALENDAR_HEADER,
      night(1, '2024-11-05', 'f'),
      night(1, '2024-11-06', 't', '$90.00'),
      night(1, '2024-11-07', 't'),
    );
    await run(dir);
    expect(await rows('SELECT first_date::text, amounts::text FROM rate_calendars')).toEqual([
      { first_date: '2024-11-06', amounts: '{9000}' },
    ]);
    await write(
      'calendar',
      CALENDAR_HEADER,
      night(1, '2024-11-05', 't', '$80.00'),
      night(1, '2024-11-06', 'f', '$80.00'),
    );
    expect(await run(dir)).toMatchObject({ tally: { properties: { changed: 1 }, claims: { created: 1, removed: 1 } } });
    expect(await rows('SELECT nightly::integer, version FROM properties')).toEqual([{ nightly: 8000, version: 2 }]);
    expect(await rows('SELECT * FROM rate_calendars')).toEqual([]);
    expect(await claims()).toEqual(['imported [2024-11-06,2024-11-07)']);
  });

  it('takes a price in the currency of its symbol, or of its country', async () => {
    await write('listings', LISTING_HEADER, listing(1, '"€85,50"', '52.37,4.90'));
    expect(await run(dir, { city: 'Amsterdam' })).toMatchObject({ city: { country: 'NL', currency: 'EUR' } });
    await write('listings', LISTING_HEADER, listing(1, '$12000.00', '35.68,139.69'));
    expect(await run(dir, { city: 'Tokyo' })).toMatchObject({ city: { country: 'JP', currency: 'JPY' } });
    expect(
      await rows('SELECT nightly::integer, currency, country, time_zone FROM properties ORDER BY currency'),
    ).toEqual([
      { nightly: 8550, currency: 'EUR', country: 'NL', time_zone: 'Europe/Brussels' },
      { nightly: 12_000, currency: 'JPY', country: 'JP', time_zone: 'Asia/Tokyo' },
    ]);
  });

  it('says what is missing', async () => {
    await expect(run(join(dir, 'none'))).rejects.toThrow('There is no folder');
    await expect(run(dir)).rejects.toThrow('has neither listings.csv.gz nor listings.csv');
    await write('listings', 'id,name', '1,Place');
    await expect(run(dir)).rejects.toThrow(
      'lacks the columns host_id, latitude, longitude, room_type, accommodates, price',
    );
    await write('listings', LISTING_HEADER, listing(1));
    await expect(run(dir, { currency: 'DOL' })).rejects.toThrow('DOL is not a currency');
    await expect(run(dir, { currency: 'IRR' })).rejects.toThrow('Cards cannot be charged in IRR');
  });

  it('waits for no other import of the same city', async () => {
    await write('listings', LISTING_HEADER, listing(1));
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query("SELECT pg_advisory_lock(hashtextextended('import albany', 0))");
    await expect(run(dir)).rejects.toThrow('Albany is being imported by another process');
    await other.end();
  });
});

/** Counted in the file, without anything of the importer. */
async function busyNightsOfAlbany(): Promise<number> {
  const { gunzipSync } = await import('node:zlib');
  const text = gunzipSync(await readFile(join(ALBANY, 'calendar.csv.gz'))).toString();
  return text.split('\n').filter((line) => /^\d+,[\d-]{10},f,/.test(line)).length;
}
