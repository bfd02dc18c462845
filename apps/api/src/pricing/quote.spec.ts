import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, nightCount, nightsOf, shiftStay, stayOf, weekday, type Stay } from '#dates';
import { money, whyUnchargeable } from '#money';
import { type Guests } from './guests.js';
import { priceStay, type PricedStay } from './quote.js';
import { type Rates } from './rates.js';
import { type TaxRule } from './tax-rules.js';

const plain: Rates = {
  currency: 'USD',
  nightly: 10_000,
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  policyDiscountBasisPoints: 0,
  overrides: new Map(),
  guestServiceFeeBasisPoints: 1400,
  hostServiceFeeBasisPoints: 300,
  taxes: [],
};
const couple: Guests = { adults: 2, children: 0, infants: 0, pets: 0 };
const weekend = stayOf('2027-03-05', '2027-03-08');

describe('priceStay', () => {
  it('prices a weekend line by line', () => {
    const rates = { ...plain, weekendNightly: 12_550, cleaningFee: 5000, extraGuestFee: 1000, petFee: 2500 };
    const priced = priceStay(rates, weekend, { adults: 2, children: 1, infants: 1, pets: 2 });
    expect(priced.lines.map(({ kind, quantity, unit, amount }) => [kind, quantity, unit, amount])).toEqual([
      ['night', 1, 12_550, 12_550],
      ['night', 1, 12_550, 12_550],
      ['night', 1, 10_000, 10_000],
      ['cleaning', 1, 5000, 5000],
      ['extra_guest', 6, 1000, 6000],
      ['pet', 1, 2500, 2500],
      ['guest_service_fee', 1, 6804, 6804],
    ]);
    expect(priced.total).toBe(55_404);
    expect(priced.hostLines.at(-1)).toMatchObject({ kind: 'host_service_fee', unit: -1458, amount: -1458 });
    expect(priced.hostEarnings).toBe(48_600 - 1458);
  });

  it.each<[string, Partial<Rates>, Stay, number, number]>([
    ['three plain nights', {}, weekend, 34_200, 29_100],
    ['a week with 12.5 % off', { weeklyDiscountBasisPoints: 1250 }, stayOf('2027-03-01', '2027-03-08'), 69_825, 59_412],
    [
      '28 nights with 30 % off',
      { monthlyDiscountBasisPoints: 3000 },
      stayOf('2027-02-01', '2027-03-01'),
      223_440,
      190_120,
    ],
    ['what is not refundable, with 10 % off', { policyDiscountBasisPoints: 1000 }, weekend, 30_780, 26_190],
    [
      'a non-refundable week, with 10 % off what 12.5 % off left',
      { policyDiscountBasisPoints: 1000, weeklyDiscountBasisPoints: 1250 },
      stayOf('2027-03-01', '2027-03-08'),
      62_843,
      53_471,
    ],
    [
      'fees of a non-refundable stay whole',
      { policyDiscountBasisPoints: 1000, cleaningFee: 5000 },
      weekend,
      36_480,
      31_040,
    ],
    ['an overridden night', { overrides: new Map([['2027-03-05', 1]]) }, weekend, 22_801, 19_401],
    ['yen', { currency: 'JPY', nightly: 333 }, weekend, 1139, 969],
    ['dinars, up to what cards know', { currency: 'KWD', nightly: 33_335 }, weekend, 114_010, 97_005],
    ['no fees', { guestServiceFeeBasisPoints: 0, hostServiceFeeBasisPoints: 0 }, weekend, 30_000, 30_000],
    ['guests included', { extraGuestFee: 700, guestsIncluded: 2 }, weekend, 34_200, 29_100],
    ['nights for nothing', { nightly: 0 }, weekend, 0, 0],
  ])('prices %s', (_what, rates, stay, total, hostEarnings) => {
    expect(priceStay({ ...plain, ...rates }, stay, couple)).toMatchObject({ total, hostEarnings });
  });

  it('refuses an empty stay, and a stay of nobody', () => {
    expect(() => priceStay(plain, { checkIn: '2027-03-01', checkOut: '2027-03-01' }, couple)).toThrow(RangeError);
    expect(() => priceStay(plain, weekend, { ...couple, adults: 0, infants: 1 })).toThrow('Nobody stays');
  });

  it('refuses a price beyond what is exact', () => {
    expect(() => priceStay({ ...plain, nightly: Number.MAX_SAFE_INTEGER }, weekend, couple)).toThrow(RangeError);
  });
});

const cents = fc.integer({ min: 0, max: 5_000_000 });
const percents = fc.integer({ min: 0, max: 10_000 });
const optional = fc.option(cents, { nil: undefined });
const stays = fc
  .tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 1, max: 60 }))
  .map(([start, nights]) => stayOf(addDays('2027-01-01', start), addDays('2027-01-01', start + nights)));
const parties: fc.Arbitrary<Guests> = fc.record({
  adults: fc.integer({ min: 1, max: 16 }),
  children: fc.nat(5),
  infants: fc.nat(5),
  pets: fc.nat(3),
});
const rateCards: fc.Arbitrary<Rates> = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  nightly: cents,
  weekendNightly: optional,
  cleaningFee: optional,
  extraGuestFee: optional,
  guestsIncluded: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  petFee: optional,
  weeklyDiscountBasisPoints: percents,
  monthlyDiscountBasisPoints: percents,
  policyDiscountBasisPoints: fc.constantFrom(0, 1000),
  overrides: fc
    .array(fc.tuple(fc.nat(900), cents), { maxLength: 20 })
    .map((prices) => new Map(prices.map(([day, price]) => [addDays('2027-01-01', day), price]))),
  guestServiceFeeBasisPoints: percents,
  hostServiceFeeBasisPoints: percents,
  taxes: fc.constant([]),
});

const LEVIES: readonly TaxRule[] = [
  {
    kind: 'percent',
    name: 'VAT',
    authority: 'State',
    currency: 'EUR',
    basisPoints: 775,
    base: ['night', 'discount', 'pet'],
  },
  { kind: 'per_person_night', name: 'City tax', authority: 'City', currency: 'EUR', amount: 155, exemptUnderAge: 18 },
];

describe('any priced stay', () => {
  it('costs the sum of its lines, and every line is its quantity times its unit', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const taxes = LEVIES.map((levy) => ({ ...levy, currency: rates.currency }));
        const priced = priceStay({ ...rates, taxes }, stay, guests);
        expect(priced.total).toBe(priced.lines.reduce((all, line) => all + line.amount, 0));
        expect(priced.hostEarnings).toBe(priced.hostLines.reduce((all, line) => all + line.amount, 0));
        for (const line of [...priced.lines, ...priced.hostLines]) {
          expect(Number.isSafeInteger(line.amount)).toBe(true);
          expect(line.amount).toBe(line.quantity * line.unit);
        }
      }),
    );
  });

  it('is split between host, platform and tax office without a remainder', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const priced = priceStay(rates, stay, guests);
        const platform = amountOf(priced, 'guest_service_fee') - hostFee(priced);
        expect(priced.hostEarnings + platform + amountOf(priced, 'tax')).toBe(priced.total);
      }),
    );
  });

  it('can be charged to the last decimal', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const { total, currency } = priceStay(rates, stay, guests);
        expect(whyUnchargeable(money(total, currency))?.reason).not.toBe('last_decimal');
      }),
    );
  });

  it('never costs or earns less than nothing', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const priced = priceStay(rates, stay, guests);
        expect(priced.total).toBeGreaterThanOrEqual(0);
        expect(priced.hostEarnings).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('costs the same a number of weeks later, at constant rates', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, fc.integer({ min: -50, max: 50 }), (rates, stay, guests, weeks) => {
        const constant = { ...rates, overrides: new Map<string, number>() };
        const later = priceStay(constant, shiftStay(stay, 7 * weeks), guests);
        expect(later.total).toBe(priceStay(constant, stay, guests).total);
      }),
    );
  });

  it('has nights that cost no less for being more', () => {
    fc.assert(
      fc.property(rateCards, stays, (rates, stay) => {
        const longer = stayOf(stay.checkIn, addDays(stay.checkOut, 1));
        const nights = amountOf(priceStay(rates, stay, couple), 'night');
        expect(amountOf(priceStay(rates, longer, couple), 'night')).toBeGreaterThanOrEqual(nights);
      }),
    );
  });

  it('costs what the formula for SQL says, in integers', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        expect(priceStay(rates, stay, guests).total).toBe(Number(totalBySql(rates, stay, guests)));
      }),
    );
  });
});

function amountOf(priced: PricedStay, kind: string): number {
  return priced.lines.filter((line) => line.kind === kind).reduce((all, line) => all + line.amount, 0);
}

function hostFee(priced: PricedStay): number {
  return priced.hostLines
    .filter((line) => line.kind === 'host_service_fee')
    .reduce((all, line) => all + line.amount, 0);
}

/** The documented formula, with bigint division standing for SQL's. */
function totalBySql(rates: Rates, stay: Stay, guests: Guests): bigint {
  const n = nightCount(stay);
  const weekendRate = rates.weekendNightly ?? rates.nightly;
  const usual = (date: string) => ([5, 6].includes(weekday(date)) ? weekendRate : rates.nightly);
  const weekends = nightsOf(stay).filter((date) => [5, 6].includes(weekday(date))).length;
  let nights = BigInt(n - weekends) * BigInt(rates.nightly) + BigInt(weekends) * BigInt(weekendRate);
  for (const [date, price] of rates.overrides) {
    if (date >= stay.checkIn && date < stay.checkOut) nights += BigInt(price - usual(date));
  }
  const weekly = n >= 7 ? rates.weeklyDiscountBasisPoints : 0;
  const monthly = n >= 28 ? rates.monthlyDiscountBasisPoints : 0;
  const forLength = (nights * BigInt(Math.max(weekly, monthly)) + 5000n) / 10_000n;
  const forPolicy = ((nights - forLength) * BigInt(rates.policyDiscountBasisPoints) + 5000n) / 10_000n;
  const extra = Math.max(guests.adults + guests.children - (rates.guestsIncluded ?? 1), 0) * n;
  const fees = BigInt(rates.cleaningFee ?? 0) + BigInt(extra) * BigInt(rates.extraGuestFee ?? 0);
  const sum = nights - forLength - forPolicy + fees + (guests.pets > 0 ? BigInt(rates.petFee ?? 0) : 0n);
  const total = sum + (sum * BigInt(rates.guestServiceFeeBasisPoints) + 5000n) / 10_000n;
  return rates.currency === 'KWD' ? ((total + 9n) / 10n) * 10n : total;
}
