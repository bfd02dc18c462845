import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, person, place, TestApp, type Person, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';

interface Found {
  data: { property: { id: string }; nightly: { amount: number; currency: string } }[];
}

/** A place somewhere, in the words of the host. */
function at(city: string, country: string, latitude: number, longitude: number, more: object = {}): object {
  return { address: { line1: '1 Main Street', city, region: '', country }, location: { latitude, longitude }, ...more };
}

const priced = (amount: number, currency: string) => ({ pricing: { nightly: { amount, currency } } });
const ruled = (rules: object) => ({
  rules: { bookingMode: 'instant', minNights: 1, maxNights: 30, cancellationPolicy: 'moderate', ...rules },
});

/** At TEST_START, Monday the 23rd of November at noon in UTC, it is 2 o'clock on Tuesday here … */
const EAST = [1.87, -157.43] as const;
/** … and 1 o'clock on Monday here. */
const WEST = [-14.28, -170.7] as const;

const PLACES: Record<string, object> = {
  north: at('Pole', 'GL', 89.9, 135),
  south: at('Station', 'AQ', -89.95, -12),
  meridian: at('Taveuni', 'FJ', -16.8, 180),
  otherSide: at('Vanua', 'FJ', -16.8, -180),
  zero: at('Greenwich', 'GB', 51.48, 0),
  springfieldUs: at('Springfield', 'US', 39.8, -89.65),
  springfieldAu: at('Springfield', 'AU', -27.67, 152.9),
  paulo: at('São Paulo', 'BR', -23.55, -46.63, priced(40_000, 'BRL')),
  moscow: at('Москва', 'RU', 55.75, 37.62),
  tokyo: at('東京', 'JP', 35.68, 139.69, priced(9000, 'JPY')),
  osaka: at('大阪', 'JP', 34.69, 135.5, priced(12_000, 'JPY')),
  kuwait: at('Kuwait', 'KW', 29.37, 47.98, priced(9500, 'KWD')),
  east: at('London', 'KI', ...EAST),
  eastNoticed: at('Poland', 'KI', ...EAST, ruled({ advanceNoticeHours: 24 })),
  eastWindow: at('Banana', 'KI', ...EAST, ruled({ bookingWindowDays: 30 })),
  west: at('Pago', 'AS', ...WEST),
  westNoticed: at('Fagatogo', 'AS', ...WEST, ruled({ advanceNoticeHours: 24 })),
  westWindow: at('Utulei', 'AS', ...WEST, ruled({ bookingWindowDays: 30 })),
  weekly: at('Bern', 'CH', 46.95, 7.45, ruled({ minNights: 3, maxNights: 7 })),
  yearly: at('Basel', 'CH', 47.56, 7.59, ruled({ maxNights: 365 })),
};

describe('at its edges, search', () => {
  let app: TestApp;
  let guest: Person;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start();
    guest = await person(app, 'Gus');
    const host = await person(app, 'Hilda');
    for (const [name, changes] of Object.entries(PLACES)) ids.set(await place(app, host, changes), name);
  });

  afterAll(() => app.stop());

  const search = async (query: string): Promise<Found['data']> =>
    expectStatus(await app.get<Found>(`/v1/search?limit=100&${query}`), 200).data;
  const found = async (query: string): Promise<(string | undefined)[]> =>
    (await search(query)).map(({ property }) => ids.get(property.id));

  it.each([
    ['the whole world', 'bbox=-180,-90,180,90', Object.keys(PLACES)],
    ['a box that is a point', 'bbox=0,51.48,0,51.48', ['zero']],
    ['a box that is a line', 'bbox=-1,51.48,1,51.48', ['zero']],
    ['a box at a pole', 'bbox=-180,89,180,90', ['north']],
    ['a box at the other pole', 'bbox=-13,-90,-11,-89', ['south']],
    ['the 180th meridian from the west', 'bbox=179,-17,180,-16', ['meridian', 'otherSide']],
    ['the 180th meridian from the east', 'bbox=-180,-17,-179,-16', ['meridian', 'otherSide']],
    ['the 180th meridian alone', 'bbox=180,-17,-180,-16', ['meridian', 'otherSide']],
    ['all but a strip', 'bbox=1,-17,-1,-16', ['meridian', 'otherSide']],
    ['a circle around a pole', 'latitude=90&longitude=0&radiusKm=12', ['north']],
    ['a circle that stops short of it', 'latitude=90&longitude=0&radiusKm=11', []],
    ['a circle around the other pole', 'latitude=-90&longitude=99&radiusKm=6', ['south']],
    ['a circle over a pole', 'latitude=89.9&longitude=-45&radiusKm=23', ['north']],
    ['a circle over the meridian', 'latitude=-16.8&longitude=-179.99&radiusKm=2', ['meridian', 'otherSide']],
    ['half of the Earth’s circumference', 'latitude=10&longitude=10&radiusKm=20040', Object.keys(PLACES)],
  ])('finds what is in %s', async (_what, query, names) => {
    expect((await found(query)).sort()).toEqual([...names].sort());
  });

  it.each([
    ['in capitals and without accents', 'SAO PAULO', ['paulo']],
    ['with accents of their own', 'Sa\u0303o Paulo', ['paulo']],
    ['with other marks', ' são–paulo '.replace('–', '-'), ['paulo']],
    ['in Cyrillic capitals', 'МОСКВА', ['moscow']],
    ['in Japanese', '東京, 日本', ['tokyo']],
    ['that several places have', 'springfield', ['springfieldAu', 'springfieldUs']],
    ['that a country makes clear', 'Springfield, Australia', ['springfieldAu']],
    ['of a country in its language', 'Brasil', ['paulo']],
    ['with a slip of the pen', 'Sao Paolo', []],
    ['that is a part of a name', 'Spring', []],
    ['that would match all in LIKE', '%', []],
    ['that is a quote', `x'); DROP TABLE users; --`, []],
    ['of another alphabet’s look', 'Sрringfield', []],
  ])('knows a name %s', async (_what, name, names) => {
    expect((await found(`place=${encodeURIComponent(name)}`)).sort()).toEqual(names);
  });

  it.each([
    ['today, where it is tomorrow in UTC’s words', 'east', '2026-11-24', '2026-11-25', true],
    ['today in UTC, where that is yesterday', 'east', '2026-11-23', '2026-11-24', false],
    ['today, where it has just begun', 'west', '2026-11-23', '2026-11-24', true],
    ['yesterday, where today has just begun', 'west', '2026-11-22', '2026-11-23', false],
    ['today, with a day’s notice', 'eastNoticed', '2026-11-24', '2026-11-25', false],
    ['tomorrow, with a day’s notice', 'eastNoticed', '2026-11-25', '2026-11-26', true],
    ['today in the west, with a day’s notice', 'westNoticed', '2026-11-23', '2026-11-24', false],
    ['tomorrow in the west, with a day’s notice', 'westNoticed', '2026-11-24', '2026-11-25', true],
    ['to the last night of the window', 'eastWindow', '2026-12-20', '2026-12-25', true],
    ['a night beyond the window', 'eastWindow', '2026-12-20', '2026-12-26', false],
    ['to the last night of the window in the west', 'westWindow', '2026-12-20', '2026-12-24', true],
    ['a night beyond the window in the west', 'westWindow', '2026-12-20', '2026-12-25', false],
    ['for less than the least nights', 'weekly', '2026-12-01', '2026-12-03', false],
    ['for the least nights', 'weekly', '2026-12-01', '2026-12-04', true],
    ['for the most nights', 'weekly', '2026-12-01', '2026-12-08', true],
    ['for more than the most nights', 'weekly', '2026-12-01', '2026-12-09', false],
    ['for a year', 'yearly', '2026-12-01', '2027-12-01', true],
    ['for a year and a night', 'yearly', '2026-12-01', '2027-12-02', false],
  ])('offers a stay %s exactly when it is quoted', async (_what, name, checkIn, checkOut, offered) => {
    const [propertyId] = [...ids].find(([, known]) => known === name) ?? [];
    expect((await found(`checkIn=${checkIn}&checkOut=${checkOut}`)).includes(name)).toBe(offered);
    const body = { propertyId, checkIn, checkOut, guests: { adults: 1 } };
    const { status } = await app.post<ProblemAnswer>('/v1/quotes', body, guest.token);
    expect(status).toBe(offered ? 201 : 422);
  });

  it('finds no place for more guests than it sleeps', async () => {
    expect(await found('place=bern&guests=4')).toEqual(['weekly']);
    expect(await found('place=bern&guests=5')).toEqual([]);
  });

  describe('given a currency', () => {
    it('finds only what is priced in it, and compares like with like', async () => {
      expect(await found('currency=JPY&sort=price')).toEqual(['tokyo', 'osaka']);
      expect(await found('currency=JPY&sort=-price')).toEqual(['osaka', 'tokyo']);
      expect(await found('currency=JPY&priceMin=9001')).toEqual(['osaka']);
      expect(await found('currency=KWD&priceMax=9500')).toEqual(['kuwait']);
      expect(await found('currency=EUR')).toEqual([]);
      const stay = 'checkIn=2026-12-01&checkOut=2026-12-03';
      expect(await found(`currency=JPY&sort=price&priceMax=100000&${stay}`)).toEqual(['tokyo', 'osaka']);
    });

    it('goes on with it from page to page, and with no other', async () => {
      const first = await app.get<{ nextCursor: string }>('/v1/search?currency=JPY&sort=price&limit=1');
      const next = (currency: string) =>
        app.get<Found & ProblemAnswer>(
          `/v1/search?currency=${currency}&sort=price&limit=1&cursor=${first.body.nextCursor}`,
        );
      expect((await next('JPY')).body.data.map(({ property }) => ids.get(property.id))).toEqual(['osaka']);
      expect((await next('USD')).body.errors?.map(({ pointer }) => pointer)).toEqual(['/cursor']);
    });

    it('refuses one that there is not', async () => {
      const { errors } = expectStatus(await app.get<ProblemAnswer>('/v1/search?currency=yen'), 400);
      expect(errors?.map(({ pointer }) => pointer)).toEqual(['/currency']);
    });

    it('does so over GraphQL', async () => {
      const query = `{ search(input: { currency: "JPY", sort: price }) { nodes { nightly { amount currency } } } }`;
      const { data } = await app.graphql<{ search: { nodes: object[] } }>(query);
      expect(data.search.nodes).toEqual([
        { nightly: { amount: 9000, currency: 'JPY' } },
        { nightly: { amount: 12_000, currency: 'JPY' } },
      ]);
    });
  });

  it('keeps every invariant', () => expectInvariants(app));
});
