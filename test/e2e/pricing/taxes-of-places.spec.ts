import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus, place } from '#testing';
import { loadTaxes, SHIPPED_TAXES } from '../../../apps/api/src/tax-files/load-taxes.js';
import { openMarket } from '../support/market.js';

interface Quote {
  total: { amount: number; currency: string };
  taxesIncluded: boolean;
  lines: { kind: string; amount: { amount: number }; rules: { rule: string; percent?: number; base?: string[] }[] }[];
}

const { app, host, guest } = await openMarket();
const STAY = { checkIn: '2027-02-01', checkOut: '2027-02-03' };

/** Where the place is, what a night and its cleaning cost, and the taxes of two adults there for two nights. */
type AtPlace = [city: string, region: string, country: string, currency: string, nightly: number, taxes: number[]];

const PLACES: AtPlace[] = [
  // 5 % of the half of 200.00, capped at 4.90 a person and night; 10 %, 15 % and 200 % of that
  ['Paris', 'Île-de-France', 'FR', 'EUR', 20_000, [1960, 196, 294, 3920]],
  // 3.5 % of 400.00, then 5 % and 9.975 % of 414.00
  ['Montreal', 'Quebec', 'CA', 'CAD', 20_000, [1400, 2070, 4130]],
  // 15,000 a person
  ['Tokyo', 'Tokyo', 'JP', 'JPY', 30_000, [800]],
  // three bedrooms
  ['Dubai', 'Dubai', 'AE', 'AED', 60_000, [6000]],
  ['New York', 'New York', 'US', 'USD', 20_000, [150, 300, 400, 1600, 1800, 2350]],
  ['Panaji', 'Goa', 'IN', 'INR', 750_001, [270_000]],
];

describe('the taxes of real places', () => {
  beforeAll(async () => {
    await loadTaxes(app.database.url, [SHIPPED_TAXES]);
  });

  it.each(PLACES)('are lines of a quote in %s, and in the total that a search shows', async (...at) => {
    const [city, region, country, currency, nightly, taxes] = at;
    const propertyId = await place(app, host, {
      address: { line1: '1 Main Street', city, region, country },
      capacity: { guests: 4, bedrooms: 3, beds: 3, bathrooms: 1 },
      pricing: { nightly: { amount: nightly, currency } },
    });
    const body = { propertyId, ...STAY, guests: { adults: 2 } };
    const { lines, total, taxesIncluded } = expectStatus(await app.post<Quote>('/v1/quotes', body, guest.token), 201);
    const taxed = lines.filter(({ kind }) => kind === 'tax').map(({ amount }) => amount.amount);
    expect(taxed.toSorted((one, other) => one - other)).toEqual(taxes.toSorted((one, other) => one - other));
    expect(taxesIncluded).toBe(false);

    const found = await app.get<{ data: { total: object }[] }>(
      `/v1/search?place=${encodeURIComponent(city)}&checkIn=${STAY.checkIn}&checkOut=${STAY.checkOut}&guests=2`,
    );
    expect(expectStatus(found, 200).data.map((one) => one.total)).toEqual([total]);
  });
});
