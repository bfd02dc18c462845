import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { expectStatus, type ProblemAnswer } from '#testing';
import { loadGazetteer } from '../../../apps/api/src/gazetteer/gazetteer-loading.service.js';
import { openMarket } from '../support/market.js';

interface Place {
  id: string;
  name: string;
  region: string;
  country: { code: string; name: string };
  population: number;
  location: { latitude: number; longitude: number };
  boundingBox: { west: number; south: number; east: number; north: number };
}
interface Places {
  data: Place[];
  attribution: string;
}

/** What is written, and the first answer: typos, other languages, abbreviations, what is left out. */
const FIRST: [written: string, name: string, region: string, country: string][] = [
  ['Paris', 'Paris', 'Île-de-France', 'FR'],
  ['paris', 'Paris', 'Île-de-France', 'FR'],
  ['Pari, France', 'Paris', 'Île-de-France', 'FR'],
  ['Pariss', 'Paris', 'Île-de-France', 'FR'],
  ['Paris, TX', 'Paris', 'Texas', 'US'],
  ['paris texas', 'Paris', 'Texas', 'US'],
  ['Paris, Frankreich', 'Paris', 'Île-de-France', 'FR'],
  ['Albany', 'Albany', 'New York', 'US'],
  ['albany ny', 'Albany', 'New York', 'US'],
  ['albany ni', 'Albany', 'New York', 'US'],
  ['Albny, NY', 'Albany', 'New York', 'US'],
  ['Albany, Georgia', 'Albany', 'Georgia', 'US'],
  ['Albany, Oregon', 'Albany', 'Oregon', 'US'],
  ['Albany, Australia', 'Albany', 'Western Australia', 'AU'],
  ['Albany, New York, USA', 'Albany', 'New York', 'US'],
  ['Münich', 'Munich', 'Bavaria', 'DE'],
  ['Muenchen', 'Munich', 'Bavaria', 'DE'],
  ['München', 'Munich', 'Bavaria', 'DE'],
  ['munchen, bavaria', 'Munich', 'Bavaria', 'DE'],
  ['Monaco di Baviera', 'Munich', 'Bavaria', 'DE'],
  ['sao paulo', 'São Paulo', 'São Paulo', 'BR'],
  ['Sao Paolo', 'São Paulo', 'São Paulo', 'BR'],
  ['St Petersburg, FL', 'St. Petersburg', 'Florida', 'US'],
  ['st. petersburg florida', 'St. Petersburg', 'Florida', 'US'],
  ['Saint Petersburg', 'Saint Petersburg', 'St.-Petersburg', 'RU'],
  ['New York', 'New York City', 'New York', 'US'],
  ['new york city', 'New York City', 'New York', 'US'],
  ['NYC', 'New York City', 'New York', 'US'],
  ['Los Angles', 'Los Angeles', 'California', 'US'],
  ['San Fransisco', 'San Francisco', 'California', 'US'],
  ['Philedelphia', 'Philadelphia', 'Pennsylvania', 'US'],
  ['Wien', 'Vienna', 'Vienna', 'AT'],
  ['Vienna', 'Vienna', 'Vienna', 'AT'],
  ['Köln', 'Köln', 'North Rhine-Westphalia', 'DE'],
  ['Cologne', 'Köln', 'North Rhine-Westphalia', 'DE'],
  ['Firenze', 'Florence', 'Tuscany', 'IT'],
  ['Florenz, Italien', 'Florence', 'Tuscany', 'IT'],
  ['Venezia', 'Venice', 'Veneto', 'IT'],
  ['Lissabon', 'Lisbon', 'Lisbon', 'PT'],
  ['Lisboa', 'Lisbon', 'Lisbon', 'PT'],
  ['Kopenhagen', 'Copenhagen', 'Capital Region', 'DK'],
  ['Amsterdm', 'Amsterdam', 'North Holland', 'NL'],
  ['Barcelonna', 'Barcelona', 'Catalonia', 'ES'],
  ['London', 'London', 'England', 'GB'],
  ['London, Ontario', 'London', 'Ontario', 'CA'],
  ['London, Canada', 'London', 'Ontario', 'CA'],
  ['Edinbrugh', 'Edinburgh', 'Scotland', 'GB'],
  ['Welington New Zealand', 'Wellington', 'Wellington Region', 'NZ'],
  ['東京', 'Tokyo', 'Tokyo', 'JP'],
  ['Москва', 'Moscow', 'Moscow', 'RU'],
];

const { app } = await openMarket();
const find = (q: string, more = '') => app.get<Places & ProblemAnswer>(`/v1/places?q=${encodeURIComponent(q)}${more}`);

beforeAll(async () => {
  expect(await loadGazetteer(app.database.url)).toBeGreaterThan(25_000);
});

describe('a place', () => {
  it.each(FIRST)('is found by %j', async (written, name, region, country) => {
    const [first] = expectStatus(await find(written), 200).data;
    expect([first?.name, first?.region, first?.country.code]).toEqual([name, region, country]);
  });

  it('is told with its country, its middle, a box to search in, and whom to name', async () => {
    const { data, attribution } = expectStatus(await find('Albany, NY', '&limit=1'), 200);
    expect(data).toEqual([
      {
        id: '5106834',
        name: 'Albany',
        region: 'New York',
        country: { code: 'US', name: 'United States' },
        location: { latitude: 42.65258, longitude: -73.75623 },
        population: 98_469,
        timeZone: 'America/New_York',
        boundingBox: { west: -73.8353, south: 42.5944, east: -73.6772, north: 42.7107 },
      },
    ]);
    expect(attribution).toContain('GeoNames');
    const { west, south, east, north } = data[0]?.boundingBox ?? { west: 0, south: 0, east: 0, north: 0 };
    expect((await app.get(`/v1/search?bbox=${[west, south, east, north].join()}`)).status).toBe(200);
  });

  it('is found over GraphQL as over REST', async () => {
    const query = 'query ($q: String!) { places(q: $q, limit: 3) { attribution data { id } } }';
    const { data } = await app.graphql<{ places: { data: { id: string }[] } }>(query, { q: 'Springfield' });
    const rest = expectStatus(await find('Springfield', '&limit=3'), 200).data;
    expect(data.places.data).toEqual(rest.map(({ id }) => ({ id })));
    expect(rest).toHaveLength(3);
  });

  it('is not there where nothing is like it', async () => {
    for (const q of ['qqqqxyzzy', '%', '🦉', ',', '____'])
      expect([q, expectStatus(await find(q), 200).data]).toEqual([q, []]);
  });

  it.each([
    ['q=', '/q'],
    ['', '/q'],
    [`q=${'x'.repeat(101)}`, '/q'],
    ['q=Paris&limit=0', '/limit'],
    ['q=Paris&limit=21', '/limit'],
  ])('is not looked for by %j', async (query, pointer) => {
    const { status, body } = await app.get<ProblemAnswer>(`/v1/places?${query}`);
    expect([status, [...new Set(body.errors?.map((error) => error.pointer))]]).toEqual([400, [pointer]]);
  });

  it('is looked up by an index, exactly or by what is like it', async () => {
    const client = new pg.Client({ connectionString: app.database.url });
    await client.connect();
    const planOf = async (condition: string): Promise<string> => {
      const { rows } = await client.query<Record<string, string>>(
        `EXPLAIN SELECT FROM gazetteer_names WHERE ${condition}`,
      );
      return rows.map((row) => Object.values(row)[0]).join('\n');
    };
    expect(await planOf(`name = fold_place('Paris')`)).toContain('gazetteer_names_name');
    expect(await planOf(`name % fold_place('Philedelphia')`)).toContain('gazetteer_names_trigrams');
    await client.end();
  });

  it('is loaded again over what is there', async () => {
    const count = await loadGazetteer(app.database.url);
    const [row] = await app.sql<{ count: string }>('SELECT count(*) FROM gazetteer_places');
    expect(Number(row?.count)).toBe(count);
  });
});
