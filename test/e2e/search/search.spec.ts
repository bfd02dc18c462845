import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, propertyBody, TestApp, type Person, type ProblemAnswer } from '#testing';
import { nightsBetween } from '#dates';
import { ahead, datesAhead } from '../support/dates-ahead.js';

interface Found {
  data: {
    property: { id: string; city: string; location: { latitude: number; longitude: number } };
    stay?: { checkIn: string; checkOut: string };
    total?: { amount: number; currency: string };
    nightly: { amount: number; currency: string };
    distanceKm?: number;
  }[];
  nextCursor: string | null;
  count: { value: number; bounded: boolean };
}

const STAY = datesAhead(0, 4);

/** A property's changes that put it somewhere else. */
function elsewhere(city: string, country: string, latitude: number, longitude: number, changes: object = {}): object {
  return {
    address: { line1: '1 Main Street', city, region: '', country },
    location: { latitude, longitude },
    ...changes,
  };
}

function nightly(amount: number, more: object = {}): object {
  return { pricing: { nightly: { amount, currency: 'USD' }, ...more } };
}

describe('search', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  const ids: Record<string, string> = {};

  const search = async (query: string): Promise<Found> =>
    expectStatus(await app.get<Found>(`/v1/search?${query}`), 200);
  const found = async (query: string): Promise<(string | undefined)[]> => {
    const { data } = await search(`limit=100&${query}`);
    return data.map(({ property }) => Object.keys(ids).find((name) => ids[name] === property.id));
  };
  const refused = async (query: string): Promise<string[]> => {
    const problem = expectStatus(await app.get<ProblemAnswer>(`/v1/search?${query}`), 400);
    return (problem.errors ?? []).map(({ pointer }) => pointer);
  };

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hilda');
    guest = await person(app, 'Gus');
    const money = (amount: number) => ({ amount, currency: 'USD' });
    ids.brownstone = await place(app, host, nightly(10_000, { cleaningFee: money(3333), weeklyDiscountPercent: 12.5 }));
    ids.loft = await place(app, host, {
      ...nightly(7_777, { weekendNightly: money(9_999) }),
      type: 'house',
      amenities: ['wifi', 'pool'],
    });
    ids.hall = await place(app, host, {
      ...nightly(40_000, { extraGuestFee: money(1_501) }),
      capacity: { guests: 12, bedrooms: 5, beds: 9, bathrooms: 3.5 },
    });
    ids.etienne = await place(app, host, elsewhere('Saint-Étienne', 'FR', 45.4397, 4.3872, nightly(5_000)));
    ids.fiji = await place(app, host, elsewhere('Taveuni', 'FJ', -16.9, 179.95, nightly(20_000)));
    ids.samoa = await place(app, host, elsewhere('Falelatai', 'WS', -16.8, -179.9, nightly(30_000)));
    expectStatus(await app.post('/v1/properties', propertyBody(), host.token), 201);
  });

  afterAll(async () => {
    await app.stop();
  });

  it('finds all that is published, and nothing else', async () => {
    expect((await found('')).sort()).toEqual(Object.keys(ids).sort());
    expect((await search('')).count).toEqual({ value: 6, bounded: false });
  });

  it.each([
    ['place=albany', ['brownstone', 'hall', 'loft']],
    ['place=Albany,%20NY', ['brownstone', 'hall', 'loft']],
    ['place=new%20york,USA', ['brownstone', 'hall', 'loft']],
    ['place=Albany,%20France', []],
    ['place=saint%20etienne', ['etienne']],
    ['place=Frankreich', ['etienne']],
    ['bbox=-74,42,-73,43', ['brownstone', 'hall', 'loft']],
    ['bbox=179,-18,-179,-16', ['fiji', 'samoa']],
    ['latitude=-16.85&longitude=180&radiusKm=50', ['fiji', 'samoa']],
    ['latitude=45.44&longitude=4.39&radiusKm=1', ['etienne']],
    ['guests=5', ['hall']],
    ['types=house,hotel', ['loft']],
    ['amenities=wifi,pool', ['loft']],
    ['priceMin=5001&priceMax=10000', ['brownstone', 'loft']],
    [`priceMax=23000&${STAY}`, ['etienne']],
    ['instantBook=false', []],
    ['checkIn=2020-03-01&checkOut=2020-03-05', []],
    [datesAhead(0, 65), []],
  ])('finds by %s', async (query, names) => {
    expect((await found(query)).sort()).toEqual(names);
  });

  it.each([
    ['price', ['etienne', 'loft', 'brownstone', 'fiji', 'samoa', 'hall']],
    ['-price', ['hall', 'samoa', 'fiji', 'brownstone', 'loft', 'etienne']],
  ])('sorts by %s', async (sort, names) => {
    expect(await found(`sort=${sort}`)).toEqual(names);
    expect(await found(`sort=${sort}&${datesAhead(1, 1)}`)).toEqual(names);
  });

  it('sorts by distance, and says it', async () => {
    const { data } = await search('latitude=-16.9&longitude=179.95&radiusKm=100&sort=distance');
    expect(data.map(({ property }) => property.city)).toEqual(['Taveuni', 'Falelatai']);
    expect(data.map(({ distanceKm }) => Math.round(distanceKm ?? -1))).toEqual([0, 19]);
  });

  it.each(['rank', 'price', '-price', 'rating', 'distance'])(
    'pages by %s without missing or repeating one',
    async (sort) => {
      const query = `${STAY}&sort=${sort}&latitude=0&longitude=0&radiusKm=20040&limit=2`;
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Found = await search(cursor === '' ? query : `${query}&cursor=${cursor}`);
        seen.push(...page.data.map(({ property }) => property.id));
        cursor = page.nextCursor;
      }
      expect(seen.sort()).toEqual(Object.values(ids).sort());
    },
  );

  it('takes a cursor only for the search that it came from', async () => {
    const { nextCursor } = await search('limit=2&guests=2');
    expect((await search(`limit=1&guests=2&cursor=${nextCursor}`)).data).toHaveLength(1);
    expect(await refused(`limit=2&guests=3&cursor=${nextCursor}`)).toEqual(['/cursor']);
    expect(await refused('cursor=bm90LW91cnM')).toEqual(['/cursor']);
  });

  it.each([1, 4])('shows the total that a quote for %d says, to the cent, taxes and all', async (adults) => {
    await app.sql(`
      INSERT INTO tax_rules (name, authority, country, region, kind, basis_points, base, amount, currency, last_night)
      VALUES ('Sales tax', 'State of New York', 'US', 'New York', 'percent', 812, '{night,discount,cleaning}', NULL, NULL, NULL),
             ('Tourist tax', 'France', 'FR', NULL, 'per_person_night', NULL, NULL, 77, 'USD', 3)`);
    const stay = { checkIn: ahead(39), checkOut: ahead(48) };
    const { data } = await search(`checkIn=${stay.checkIn}&checkOut=${stay.checkOut}&guests=${adults}`);
    const quotes = await Promise.all(
      data.map(({ property }) =>
        app.post<{ total: object }>(
          '/v1/quotes',
          { propertyId: property.id, ...stay, guests: { adults } },
          guest.token,
        ),
      ),
    );
    expect(data).toHaveLength(6);
    expect(data.map(({ total }) => total)).toEqual(quotes.map((answer) => expectStatus(answer, 201).total));
    await app.sql('DELETE FROM tax_rules');
  });

  it.each([
    ['weekend', 2],
    ['week', 7],
    ['month', 28],
  ])('finds each place with its best %s in a range, for what a quote says', async (kind, nights) => {
    const { data } = await search(`flexible=${kind}&from=${ahead(10)}&to=${ahead(50)}&sort=price`);
    expect(data.length).toBeGreaterThan(0);
    const totals = data.map(({ total }) => total?.amount ?? NaN);
    expect(totals).toEqual([...totals].sort((one, other) => one - other));
    for (const { property, stay, total } of data) {
      expect(stay).toBeDefined();
      expect(nightsBetween(stay?.checkIn ?? '', stay?.checkOut ?? '')).toBe(nights);
      const asked = { propertyId: property.id, ...stay, guests: { adults: 1 } };
      const quoted = expectStatus(await app.post<{ total: object }>('/v1/quotes', asked, guest.token), 201);
      expect(quoted.total).toEqual(total);
    }
  });

  it('does not find a place for nights that have been taken, from the moment they are', async () => {
    const blocks = `/v1/properties/${ids.etienne}/blocks`;
    const block = await app.post<{ id: string }>(blocks, { from: ahead(93), to: ahead(95) }, host.token);
    const { id } = expectStatus(block, 201);
    expect(await found(`place=france&${datesAhead(91, 3)}`)).toEqual([]);
    expect(await found(`place=france&${datesAhead(91, 2)}`)).toEqual(['etienne']);
    expect(await found(`place=france&${datesAhead(95, 2)}`)).toEqual(['etienne']);
    await app.call('DELETE', `${blocks}/${id}`, { token: host.token });
    expect(await found(`place=france&${datesAhead(91, 3)}`)).toEqual(['etienne']);
  });

  it('forgets a place that is paused, and remembers it when it is back', async () => {
    expectStatus(await app.post(`/v1/properties/${ids.etienne}/pause`, undefined, host.token), 200);
    expect(await found('place=france')).toEqual([]);
    expectStatus(await app.post(`/v1/properties/${ids.etienne}/publish`, undefined, host.token), 200);
    expect(await found('place=france')).toEqual(['etienne']);
  });

  it('does not tell strangers where the door is', async () => {
    const { data } = await search('place=saint-etienne');
    expect(data[0]?.property.location).toEqual({ latitude: 45.44, longitude: 4.387 });
  });

  it.each([
    ['bbox=1,2,3', ['/bbox']],
    ['bbox=1,b,3,d', ['/bbox/1', '/bbox/3']],
    ['bbox=1,50,2,40', ['/bbox']],
    ['latitude=91&longitude=0&radiusKm=5', ['/latitude']],
    ['latitude=&longitude=0&radiusKm=5', ['/latitude']],
    ['latitude=4', ['/longitude', '/radiusKm']],
    ['radiusKm=-1&latitude=0&longitude=0', ['/radiusKm']],
    ['checkIn=2027-02-30&checkOut=2027-03-02', ['/checkIn']],
    ['checkIn=2027-03-02&checkOut=2027-03-02', ['/checkOut']],
    ['checkIn=2027-03-02', ['/checkOut']],
    ['flexible=weekend', ['/from', '/to']],
    ['flexible=year&from=2027-03-01&to=2027-04-01', ['/flexible']],
    ['flexible=weekend&from=2027-03-06&to=2027-03-13', ['/to']],
    ['flexible=week&from=2027-03-01&to=2027-09-04', ['/to']],
    ['flexible=week&from=2027-03-01&to=2027-04-01&checkIn=2027-03-01&checkOut=2027-03-02', ['/flexible']],
    ['from=2027-03-01', ['/flexible', '/to']],
    ['flexibleDays=2', ['/checkIn', '/checkOut']],
    ['flexibleDays=4&checkIn=2027-03-01&checkOut=2027-03-02', ['/flexibleDays']],
    ['flexibleDays=7&checkIn=2999-12-29&checkOut=2999-12-31', ['/checkIn', '/checkOut']],
    ['guests=0', ['/guests']],
    ['guests=1e3', ['/guests']],
    ['guests=1&guests=2', ['/guests']],
    ['priceMin=99999999999999999999', ['/priceMin']],
    ['priceMin=5&priceMax=4', ['/priceMax']],
    ['sort=cheapest', ['/sort']],
    ['sort=distance', ['/sort']],
    ['limit=0', ['/limit']],
    ['instantBook=maybe', ['/instantBook']],
    ['place=%00', ['/place']],
    ['colour=blue', ['/colour']],
  ])('refuses %s, and names the field', async (query, pointers) => {
    expect([...new Set(await refused(query))]).toEqual(pointers);
  });

  it.each(['types=castle', 'amenities=wifi,moat'])('refuses %s, and names the item', async (query) => {
    const [field] = query.split('=');
    expect((await refused(query))[0]).toMatch(new RegExp(`^/${field}`));
  });

  it('says the same over GraphQL', async () => {
    const query = `query ($input: SearchInput!, $after: String) {
      search(input: $input, first: 2, after: $after) {
        totalCount { value bounded } pageInfo { hasNextPage endCursor }
        nodes { property { id title type location { latitude } rating { average count } } total { amount currency } nightly { amount } }
      }
    }`;
    interface Answer {
      search: {
        totalCount: object;
        pageInfo: { endCursor: string };
        nodes: { property: { id: string }; total: object }[];
      };
    }
    const input = {
      bbox: [-74, 42, -73, 43],
      checkIn: ahead(0),
      checkOut: ahead(4),
      guests: 2,
      types: ['apartment', 'house'],
      sort: 'price_desc',
    };
    const first = await app.graphql<Answer>(query, { input });
    expect(first.errors).toBeUndefined();
    const next = await app.graphql<Answer>(query, { input, after: first.data.search.pageInfo.endCursor });
    const rest = await search(`bbox=-74,42,-73,43&${STAY}&guests=2&types=apartment,house&sort=-price`);
    const nodes = [...first.data.search.nodes, ...next.data.search.nodes];
    expect(nodes.map(({ property, total }) => [property.id, total])).toEqual(
      rest.data.map(({ property, total }) => [property.id, total]),
    );
    expect(first.data.search.totalCount).toEqual(rest.count);
  });
});
