import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createGzip, type Gzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { amenities } from '#contracts/amenities.js';
import { addDays, weekday } from '#dates';

/** How large a city is made. The same numbers give the same files. */
export interface CitySize {
  listings: number;
  /** rows of the calendar for each listing; 0 makes no calendar */
  nights: number;
  seed: number;
}

const SNAPSHOT = '2024-11-05';
const HEADER =
  'id,last_scraped,name,description,host_id,host_name,latitude,longitude,property_type,room_type,accommodates,bathrooms,bedrooms,beds,amenities,' +
  'price,minimum_nights,maximum_nights,number_of_reviews,review_scores_rating,instant_bookable';
const SENTENCE =
  'A quiet place with a view of the river, two steps from the market. Come in, put up your feet and stay a while. ';
const TYPES = [
  'Entire rental unit',
  'Entire home',
  'Private room in home',
  'Entire condo',
  'Entire guest suite',
  'Room in hotel',
];

/** mulberry32: small, seeded, and good enough to make up a city. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Writes the listings and the calendar of a made-up city into `dir`, as Inside Airbnb would: descriptions of 600 characters
 * with line breaks, about 30 amenities, about 20 stretches of busy nights a year (six times as many as in Albany),
 * dearer weekends in every other place, and dearer seasons in every third.
 */
export async function writeLargeCity(dir: string, { listings, nights, seed }: CitySize): Promise<void> {
  const random = seeded(seed);
  const prices = Array.from({ length: listings }, () => 40 + Math.floor(random() * 400));
  await write(join(dir, 'listings.csv.gz'), async (out) => {
    await out(`${HEADER}\n`);
    for (const [index, price] of prices.entries()) await out(listing(index, price, random));
  });
  if (nights === 0) return;
  const dates = Array.from({ length: nights }, (_, night) => addDays(SNAPSHOT, night));
  const weekend = dates.map((date) => [5, 6].includes(weekday(date)));
  await write(join(dir, 'calendar.csv.gz'), async (out) => {
    await out('listing_id,date,available,price,adjusted_price,minimum_nights,maximum_nights\n');
    for (const [index, price] of prices.entries()) await out(calendar(index, price, dates, weekend, random));
  });
}

function listing(index: number, price: number, random: () => number): string {
  const names = amenities.filter(() => random() < 0.3).map(({ name }) => `""${name}""`);
  const words = `"${SENTENCE.repeat(5)}\nSee you, ""soon""."`;
  const position = [42.55 + random() * 0.2, -73.9 + random() * 0.2].map((degrees) => degrees.toFixed(5));
  const type = TYPES[index % TYPES.length] ?? '';
  const room = type.startsWith('Private') ? 'Private room' : type.startsWith('Room') ? 'Hotel room' : 'Entire home/apt';
  const rating = random() < 0.8 ? (4 + random()).toFixed(2) : '';
  const columns = [
    1_000_000 + index, SNAPSHOT, `"Place ${index}, by the river"`, words, 1 + Math.floor(index / 2), `Host ${Math.floor(index / 2)}`, ...position, type, room,
    1 + (index % 8), '1.5', 1 + (index % 3), 1 + (index % 4), `"[${names.join(', ')}]"`, `$${price}.00`, 1 + (index % 5), 1125, rating === '' ? 0 : index % 300,
    rating, index % 2 ? 't' : 'f',
  ]; // prettier-ignore
  return `${columns.join(',')}\n`;
}

function calendar(
  index: number,
  price: number,
  dates: readonly string[],
  weekend: readonly boolean[],
  random: () => number,
): string {
  const id = 1_000_000 + index;
  let free = random() < 0.5;
  let text = '';
  for (const [night, date] of dates.entries()) {
    if (random() < 0.11) free = !free;
    const dear = index % 2 === 0 && weekend[night] ? 30 : 0;
    const season = index % 3 === 0 && night % 120 < 30 ? 50 : 0;
    text += `${id},${date},${free ? 't' : 'f'},$${price + dear + season}.00,,2,1125\n`;
  }
  return text;
}

async function write(path: string, fill: (out: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
  const gzip: Gzip = createGzip({ level: 1 });
  const written = pipeline(gzip, createWriteStream(path));
  await fill(async (text) => {
    if (!gzip.write(text)) await once(gzip, 'drain');
  });
  gzip.end();
  await written;
}
