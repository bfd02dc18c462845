import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import { z } from 'zod';

// node dist/test/load/search/bare.js: what a program of node:http and pg alone makes of the same statement. It answers
// GET /?N with the N-th of the searches that it is told of, as the application does, to the letter but for cursors.

/** For each search, what the application runs for its page and for its count. */
const Searches = z.array(
  z.object({
    page: z.string(),
    pageValues: z.array(z.unknown()),
    count: z.string(),
    countValues: z.array(z.unknown()),
  }),
);

interface Row {
  id: string;
  key: number;
  title: string;
  type: string;
  roomType: string;
  city: string;
  region: string;
  country: string;
  longitude: number;
  latitude: number;
  guests: number;
  bedrooms: number;
  beds: number;
  bathrooms: number;
  amenities: string[];
  instantBook: boolean;
  rating: number;
  ratings: number;
  currency: string;
  nightly: string;
  total: string;
  checkIn: string;
  checkOut: string;
}

const searches = Searches.parse(await json(process.stdin));
/** PostgreSQL keeps a statement under its name: one for each text. */
const names = new Map<string, string>();
const DATE = 1082;
const types = new pg.TypeOverrides();
types.setTypeParser(DATE, (text: string) => text);
const pool = new pg.Pool({ connectionString: process.env.BARE_DATABASE, max: 10, types });

function nameOf(text: string): string {
  const name = names.get(text) ?? `search_${names.size}`;
  names.set(text, name);
  return name;
}

async function answer(number: number): Promise<string> {
  const search = searches[number];
  if (!search) throw new Error(`there is no search ${number}`);
  const [found, counted] = await Promise.all([
    pool.query<Row>({ name: nameOf(search.page), text: search.page, values: search.pageValues }),
    pool.query<{ number: string }>({ name: nameOf(search.count), text: search.count, values: search.countValues }),
  ]);
  const value = Number(counted.rows[0]?.number);
  const data = found.rows.slice(0, 20).map((row) => ({
    property: {
      id: row.id, title: row.title, type: row.type, roomType: row.roomType, city: row.city, region: row.region, country: row.country,
      location: { latitude: row.latitude, longitude: row.longitude },
      capacity: { guests: row.guests, bedrooms: row.bedrooms, beds: row.beds, bathrooms: row.bathrooms },
      amenities: row.amenities, instantBook: row.instantBook,
      rating: { ...(row.ratings > 0 && { average: row.rating / 100 }), count: row.ratings },
    },
    stay: { checkIn: row.checkIn, checkOut: row.checkOut },
    total: { amount: Number(row.total), currency: row.currency },
    nightly: { amount: Number(row.nightly), currency: row.currency },
  })); // prettier-ignore
  const last = found.rows.length > 20 ? found.rows[19] : undefined;
  const nextCursor = last ? Buffer.from(JSON.stringify([last.key, last.id])).toString('base64url') : null;
  return JSON.stringify({ data, nextCursor, count: { value: Math.min(value, 1000), bounded: value > 1000 } });
}

const server = createServer((request, response) => {
  answer(Number(request.url?.slice(2))).then(
    (body) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`);
});
