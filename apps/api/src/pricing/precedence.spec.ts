import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PriceRuleName } from '#contracts/price-rules.dto.js';
import { stayOf, type Stay } from '#dates';
import { priceStay } from './quote.js';
import type { Rates } from './rates.js';
import type { TaxRule } from './tax-rules.js';

const TABLE = fileURLToPath(new URL('../../../../../docs/pricing.md', import.meta.url));
const TODAY = '2027-03-01';
const tax = { name: 'Tax', authority: 'City', currency: 'KWD' };
const TAXES: TaxRule[] = [
  { ...tax, kind: 'percent', basisPoints: 1000, base: ['night'] },
  { ...tax, kind: 'per_night', amount: 100 },
  { ...tax, kind: 'per_person_night', amount: 100 },
  { ...tax, kind: 'per_bedroom_night', amount: 100, bedrooms: 1, maxPerStay: 50 },
];

/** All that a host and the platform can ask for: in the night of Friday, 5 March 2027. */
const everything: Rates = {
  currency: 'KWD',
  nightly: 10_000,
  weekendNightly: 11_000,
  seasons: [{ name: 'Spring', from: '2027-03-01', to: '2027-06-01', nightly: 12_000, weekendNightly: 13_000 }],
  overrides: new Map([['2027-03-05', 14_001]]),
  cleaningFee: 5000,
  extraGuestFee: 1000,
  petFee: 2000,
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  lengthDiscounts: [[1, 100]],
  lastMinuteDiscounts: [[10, 200]],
  occupancyDiscounts: [[4, 300]],
  policyDiscountBasisPoints: 1000,
  guestServiceFeeBasisPoints: 1400,
  hostServiceFeeBasisPoints: 300,
  taxes: TAXES,
};
const night = stayOf('2027-03-05', '2027-03-06');

const PRICES: [what: string, rates: Rates, stay: Stay][] = [
  ['all at once', everything, night],
  ['a week, early', { ...everything, weeklyDiscountBasisPoints: 500 }, stayOf('2027-03-05', '2027-03-12')],
  [
    'a month, early',
    { ...everything, monthlyDiscountBasisPoints: 600, earlyBirdDiscounts: [[3, 700]] },
    stayOf('2027-03-05', '2027-04-05'),
  ],
];

describe('the table of precedence in docs/pricing.md', () => {
  let rows: string[];

  /** What lines and rules a price has, each once, where it is first. */
  const madeBy = (rates: Rates, stay: Stay): string[] => {
    const { lines, hostLines } = priceStay(rates, stay, { adults: 2, children: 1, infants: 1, pets: 1 }, TODAY);
    const host = hostLines.filter(({ kind }) => kind === 'host_service_fee');
    const all = [...lines, ...host].flatMap(({ kind, rules = [] }) => rules.map(({ rule }) => `${kind} ${rule}`));
    return [...new Set(all)];
  };

  beforeAll(async () => {
    const text = await readFile(TABLE, 'utf8');
    rows = [...text.matchAll(/^\| `(\w+)`\s*\| `(\w+)`\s*\|/gm)].map(([, line, rule]) => `${line} ${rule}`);
  });

  it('has every rule once', () => {
    expect(rows.map((row) => row.split(' ')[1]).toSorted()).toEqual(Object.keys(PriceRuleName).toSorted());
  });

  it.each(PRICES)('is the order of what makes a price: %s', (_what, rates, stay) => {
    const made = madeBy(rates, stay);
    expect(made).toEqual(rows.filter((row) => made.includes(row)));
  });

  it('has no rule that makes nothing', () => {
    const made = new Set(PRICES.flatMap(([, rates, stay]) => madeBy(rates, stay)));
    expect(rows.filter((row) => !made.has(row))).toEqual([]);
  });

  it('has the price that counts of a night last', () => {
    const { lines } = priceStay(everything, night, { adults: 1, children: 0, infants: 0, pets: 0 }, TODAY);
    expect(lines[0]?.rules?.map(({ amount }) => amount)).toEqual([10_000, 11_000, 13_000, 14_001]);
    expect(lines[0]?.amount).toBe(14_001);
  });
});
