import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, nightCount, nightsBetween, nightsOf, shiftStay, stayOf, weekday, type Stay } from '#dates';
import { money, whyUnchargeable } from '#money';
import type { DiscountStep } from '../properties/discount-steps.rules.js';
import type { Season } from '../properties/nights.rules.js';
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
/** A month before the days that are asked for first. */
const TODAY = '2027-02-01';
const weekend = stayOf('2027-03-05', '2027-03-08');

const SUMMER = { name: 'Summer', from: '2027-06-01', to: '2027-09-01', nightly: 15_000, weekendNightly: 20_000 };

describe('priceStay', () => {
  it('prices a weekend line by line', () => {
    const rates = { ...plain, weekendNightly: 12_550, cleaningFee: 5000, extraGuestFee: 1000, petFee: 2500 };
    const priced = priceStay(rates, weekend, { adults: 2, children: 1, infants: 1, pets: 2 }, TODAY);
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
    expect(priceStay({ ...plain, ...rates }, stay, couple, TODAY)).toMatchObject({ total, hostEarnings });
  });

  it.each<[string, Partial<Rates>, Stay, number]>([
    ['a season', { seasons: [SUMMER] }, stayOf('2027-07-02', '2027-07-05'), 20_000 + 20_000 + 15_000],
    ['its first night and none after its last', { seasons: [SUMMER] }, stayOf('2027-08-31', '2027-09-02'), 25_000],
    [
      'a season above the weekend',
      { seasons: [SUMMER], weekendNightly: 1 },
      stayOf('2027-07-02', '2027-07-03'),
      20_000,
    ],
    [
      'an override above a season',
      { seasons: [SUMMER], overrides: new Map([['2027-07-02', 7]]) },
      stayOf('2027-07-02', '2027-07-03'),
      7,
    ],
    ['a party of two', { occupancyDiscounts: [[2, 2000]] }, weekend, 24_000],
    ['an arrival a month ahead', { earlyBirdDiscounts: [[32, 1000]] }, weekend, 27_000],
    ['an arrival less than that ahead', { earlyBirdDiscounts: [[33, 1000]] }, weekend, 30_000],
    ['an arrival soon', { lastMinuteDiscounts: [[32, 1000]] }, weekend, 27_000],
  ])('prices nights of %s', (_what, rates, stay, expected) => {
    const { lines } = priceStay({ ...plain, guestServiceFeeBasisPoints: 0, ...rates }, stay, couple, TODAY);
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(expected);
  });

  it('says which rules have made each line', () => {
    const rates: Rates = {
      ...plain,
      currency: 'KWD',
      weekendNightly: 12_000,
      seasons: [{ ...SUMMER, from: '2027-03-01', to: '2027-03-07' }],
      overrides: new Map([['2027-03-06', 9001]]),
      cleaningFee: 5000,
      extraGuestFee: 1000,
      petFee: 2500,
      occupancyDiscounts: [[3, 500]],
    };
    const { lines, hostLines } = priceStay(rates, weekend, { ...couple, children: 1, pets: 1 }, TODAY);
    const [base, weekendRule] = [
      { rule: 'base', amount: 10_000 },
      { rule: 'weekend', amount: 12_000 },
    ];
    const season = { rule: 'season', name: 'Summer', amount: 20_000 };
    const fees = ['night', 'discount', 'cleaning', 'extra_guest', 'pet'];
    expect(lines.map(({ rules }) => rules)).toEqual([
      [base, weekendRule, season],
      [base, weekendRule, season, { rule: 'override', amount: 9001 }],
      [base],
      [{ rule: 'occupancy_discount', threshold: 3, basisPoints: 500 }],
      [{ rule: 'cleaning_fee', amount: 5000 }],
      [{ rule: 'extra_guest_fee', threshold: 1, amount: 1000 }],
      [{ rule: 'pet_fee', amount: 2500 }],
      [{ rule: 'guest_service_fee', basisPoints: 1400, base: fees }],
      [{ rule: 'rounding', amount: expect.any(Number) }],
    ]);
    expect(hostLines.at(-1)?.rules).toEqual([{ rule: 'host_service_fee', basisPoints: 300, base: fees }]);
  });

  it('refuses an empty stay, and a stay of nobody', () => {
    expect(() => priceStay(plain, { checkIn: '2027-03-01', checkOut: '2027-03-01' }, couple, TODAY)).toThrow(
      RangeError,
    );
    expect(() => priceStay(plain, weekend, { ...couple, adults: 0, infants: 1 }, TODAY)).toThrow('Nobody stays');
  });

  it('refuses a price beyond what is exact', () => {
    expect(() => priceStay({ ...plain, nightly: Number.MAX_SAFE_INTEGER }, weekend, couple, TODAY)).toThrow(RangeError);
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
const steps: fc.Arbitrary<DiscountStep[]> = fc
  .uniqueArray(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 9000 })), { selector: ([at]) => at, maxLength: 4 })
  .map((made) => made.toSorted(([a], [b]) => a - b));
/** No two share a night: each lasts to where the next begins, or a few nights. */
const seasons: fc.Arbitrary<Season[]> = fc
  .uniqueArray(fc.nat(900), { maxLength: 5 })
  .chain((starts) =>
    fc.tuple(
      fc.constant(starts.toSorted((a, b) => a - b)),
      fc.array(fc.record({ nightly: cents, weekendNightly: optional }), { minLength: 5, maxLength: 5 }),
    ),
  )
  .map(([starts, prices]) =>
    starts.map((start, index) => ({
      name: `Season ${index}`,
      from: addDays('2027-01-01', start),
      to: addDays('2027-01-01', Math.min(starts[index + 1] ?? start + 9, start + 30)),
      nightly: 0,
      ...prices[index],
    })),
  );
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
  lengthDiscounts: steps,
  lastMinuteDiscounts: steps,
  earlyBirdDiscounts: steps,
  occupancyDiscounts: steps,
  seasons,
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
        const priced = priceStay({ ...rates, taxes }, stay, guests, TODAY);
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
        const priced = priceStay(rates, stay, guests, TODAY);
        const platform = amountOf(priced, 'guest_service_fee') - hostFee(priced);
        expect(priced.hostEarnings + platform + amountOf(priced, 'tax')).toBe(priced.total);
      }),
    );
  });

  it('can be charged to the last decimal', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const { total, currency } = priceStay(rates, stay, guests, TODAY);
        expect(whyUnchargeable(money(total, currency))?.reason).not.toBe('last_decimal');
      }),
    );
  });

  it('never costs or earns less than nothing', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        const priced = priceStay(rates, stay, guests, TODAY);
        expect(priced.total).toBeGreaterThanOrEqual(0);
        expect(priced.hostEarnings).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('costs the same a number of weeks later, at constant rates', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, fc.integer({ min: -50, max: 50 }), (rates, stay, guests, weeks) => {
        const constant = { ...rates, seasons: [], overrides: new Map<string, number>() };
        const later = priceStay(constant, shiftStay(stay, 7 * weeks), guests, addDays(TODAY, 7 * weeks));
        expect(later.total).toBe(priceStay(constant, stay, guests, TODAY).total);
      }),
    );
  });

  it('has nights that cost no less for being more', () => {
    fc.assert(
      fc.property(rateCards, stays, (rates, stay) => {
        const longer = stayOf(stay.checkIn, addDays(stay.checkOut, 1));
        const nights = amountOf(priceStay(rates, stay, couple, TODAY), 'night');
        expect(amountOf(priceStay(rates, longer, couple, TODAY), 'night')).toBeGreaterThanOrEqual(nights);
      }),
    );
  });

  it('costs what the formula for SQL says, in integers', () => {
    fc.assert(
      fc.property(rateCards, stays, parties, (rates, stay, guests) => {
        expect(priceStay(rates, stay, guests, TODAY).total).toBe(Number(totalBySql(rates, stay, guests)));
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
  const nights = nightsBySql(rates, stay);
  const left = percentsBySql(rates, stay, guests).reduce(
    (price, off) => price - (price * BigInt(off) + 5000n) / 10_000n,
    nights,
  );
  const extra = Math.max(guests.adults + guests.children - (rates.guestsIncluded ?? 1), 0) * nightCount(stay);
  const fees = BigInt(rates.cleaningFee ?? 0) + BigInt(extra) * BigInt(rates.extraGuestFee ?? 0);
  const sum = left + fees + (guests.pets > 0 ? BigInt(rates.petFee ?? 0) : 0n);
  const total = sum + (sum * BigInt(rates.guestServiceFeeBasisPoints) + 5000n) / 10_000n;
  return rates.currency === 'KWD' ? ((total + 9n) / 10n) * 10n : total;
}

function nightsBySql(rates: Rates, stay: Stay): bigint {
  const n = nightCount(stay);
  const weekendRate = rates.weekendNightly ?? rates.nightly;
  const isWeekend = (date: string) => [5, 6].includes(weekday(date));
  const weekends = nightsOf(stay).filter(isWeekend).length;
  const usual = BigInt(n - weekends) * BigInt(rates.nightly) + BigInt(weekends) * BigInt(weekendRate);
  return nightsOf(stay).reduce((sum, date) => {
    const season = rates.seasons?.find(({ from, to }) => from <= date && date < to);
    const seasonal = isWeekend(date) ? (season?.weekendNightly ?? season?.nightly) : season?.nightly;
    const usualThen = isWeekend(date) ? weekendRate : rates.nightly;
    return sum + BigInt((rates.overrides.get(date) ?? seasonal ?? usualThen) - usualThen);
  }, usual);
}

function percentsBySql(rates: Rates, stay: Stay, guests: Guests): number[] {
  const n = nightCount(stay);
  const ahead = nightsBetween(TODAY, stay.checkIn);
  const atMost = (list: readonly DiscountStep[] = [], reached: number) =>
    list.filter(([at]) => at <= reached).map(([, off]) => off);
  const atLeast = (list: readonly DiscountStep[] = [], reached: number) =>
    list.filter(([at]) => at >= reached).map(([, off]) => off);
  const usual: DiscountStep[] = [
    [7, rates.weeklyDiscountBasisPoints],
    [28, rates.monthlyDiscountBasisPoints],
  ];
  return [
    atLeast(rates.occupancyDiscounts, guests.adults + guests.children)[0] ?? 0,
    Math.max(0, ...atMost(usual, n), ...atMost(rates.lengthDiscounts, n)),
    Math.max(0, ...atMost(rates.earlyBirdDiscounts, ahead), ...atLeast(rates.lastMinuteDiscounts, ahead)),
    rates.policyDiscountBasisPoints,
  ];
}
