import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { localDateAt } from '#dates';
import { currencies, whyUnchargeable } from '#money';
import { freshDatabase } from '#testing';
import { amenities } from '#contracts/amenities.js';
import { nightCount } from '#dates';
import { whyNotBookable } from '../../../apps/api/src/calendar/availability.js';
import { lengthsFrom } from '../../../apps/api/src/calendar/stay.rules.js';
import { priceStay } from '../../../apps/api/src/pricing/quote.js';
import { cases, type Case } from './arbitrary-stays.js';
import { askSearch } from './stored-case.js';

const RUNS = 1000;
/** Of all cases, at least so many can be booked, by what is true of them; and at least so many cannot, by each rule. */
const LEAST = {
  bookable: 0.15,
  'bookable with rules of its dates': 0.03,
  'bookable as a gap': 0.01,
  min_nights: 0.05,
  max_nights: 0.03,
  closed_to_arrival: 0.05,
  closed_to_departure: 0.01,
  past: 0.02,
  notice: 0.02,
  window: 0.04,
  unavailable: 0.02,
};
/** Wherever a limit of some currency may be. */
const STRIPE_LIMITS = [
  10, 30, 50, 200, 250, 300, 400, 1000, 1500, 17_500, 999_999, 99_999_990, 99_999_999, 999_999_999_999,
];

/** What a quote says: undefined where the price is beyond what can be counted. */
function quotedTotal({ rates, rules, stay, adults, now }: Case): number | null {
  try {
    const guests = { adults, children: 0, infants: 0, pets: 0 };
    return priceStay(rates, stay, guests, localDateAt(now, rules.timeZone)).total;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What is true of a stay that can be booked. */
function waysToBook({ rules, stay, dateRules }: Case): string[] {
  const own = [dateRules.get(stay.checkIn), dateRules.get(stay.checkOut)].some((rule) => rule !== undefined);
  const isShort = nightCount(stay) < lengthsFrom(rules, dateRules, stay.checkIn).minNights;
  return ['bookable', ...(own ? ['bookable with rules of its dates'] : []), ...(isShort ? ['bookable as a gap'] : [])];
}

describe('what search says in SQL, and quotes in TypeScript', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let client: pg.Client;

  beforeAll(async () => {
    database = await freshDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('agree on the total to the cent, and on whether the stay can be booked', async () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    const sameAnswer = fc.asyncProperty(cases, async (made) => {
      const reasons = whyNotBookable(made.rules, made.stay, made.now, made);
      const bookable = reasons.length === 0;
      for (const what of bookable ? waysToBook(made) : new Set(reasons.map(({ rule }) => rule))) count(what);
      expect(await askSearch(client, made)).toEqual({ total: quotedTotal(made), bookable });
    });
    await fc.assert(sameAnswer, { numRuns: RUNS });
    const shares = Object.entries(LEAST).map(([what, least]) => [what, (seen.get(what) ?? 0) / RUNS, least] as const);
    expect(shares.filter(([, share, least]) => share < least)).toEqual([]);
  });

  it('know the same limits of what cards are charged, in every currency', async () => {
    const amounts = currencies.flatMap((currency) =>
      [0, 1, ...STRIPE_LIMITS.flatMap((limit) => [limit - 1, limit, limit + 1])].map((amount) => ({
        amount,
        currency,
      })),
    );
    const { rows } = await client.query<{ amount: number; currency: string }>(
      `SELECT amount::float8, currency
       FROM jsonb_to_recordset($1::jsonb) AS asked (amount bigint, currency char(3))
       WHERE is_chargeable(amount, currency)`,
      [JSON.stringify(amounts)],
    );
    expect(rows).toEqual(amounts.filter((amount) => whyUnchargeable(amount) === undefined));
  });

  it('know the same amenities', async () => {
    const { rows } = await client.query<{ code: string }>('SELECT code FROM amenities ORDER BY bit');
    expect(rows.map(({ code }) => code)).toEqual(amenities.map(({ code }) => code));
  });
});
