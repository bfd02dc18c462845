import fc from 'fast-check';
import { CancellationPolicy } from '#contracts/properties/rules.dto.js';
import { WEEKDAYS } from '#contracts/properties/weekdays.js';
import { addDays, HOUR_MS, type LocalDate, type Stay } from '#dates';
import type { Claim } from '../../../apps/api/src/calendar/claims.js';
import type { DateRule, StayRules } from '../../../apps/api/src/calendar/stay.rules.js';
import type { PriceLineKind } from '../../../apps/api/src/pricing/price-lines.js';
import { type DiscountStep } from '../../../apps/api/src/properties/discount-steps.rules.js';
import { type Season } from '../../../apps/api/src/properties/nights.rules.js';
import { policyDiscount } from '../../../apps/api/src/properties/cancellation.rules.js';
import type { Rates } from '../../../apps/api/src/pricing/rates.js';
import type { TaxRule } from '../../../apps/api/src/pricing/tax-rules.js';

/** A property, what it charges and takes, a stay there, and the moment at which it is asked for. */
export interface Case {
  policy: CancellationPolicy;
  rates: Rates & Priced;
  own: OwnPrices | null;
  rules: StayRules;
  claims: Claim[];
  dateRules: Map<LocalDate, DateRule>;
  stay: Stay;
  adults: number;
  now: Date;
}

/** What a rate card has here whether a quote needs it or not, as its columns are not null. */
interface Priced {
  guestsIncluded: number;
  lengthDiscounts: DiscountStep[];
  lastMinuteDiscounts: DiscountStep[];
  earlyBirdDiscounts: DiscountStep[];
  occupancyDiscounts: DiscountStep[];
  seasons: Season[];
}

/** Prices of single nights, as they are stored. */
export interface OwnPrices {
  first: LocalDate;
  amounts: (number | null)[];
}

/** Far ahead, as the search forgets claims of the past; the rules of clocks go on as they are. */
const ARRIVAL = '2057-03-23';
const BASES: PriceLineKind[] = ['night', 'discount', 'cleaning', 'extra_guest', 'pet', 'guest_service_fee'];

const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 99_999 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 100_000_000_000 }) },
);
const fee = fc.oneof(fc.constant(0), amount);
const basisPoints = fc.integer({ min: 0, max: 9000 });
const dateNear = (days: number) => fc.integer({ min: -days, max: days }).map((offset) => addDays(ARRIVAL, offset));
const stayNear = (days: number, longest: number) =>
  fc
    .tuple(dateNear(days), fc.integer({ min: 1, max: longest }))
    .map(([checkIn, nights]) => ({ checkIn, checkOut: addDays(checkIn, nights) }));

/** How many bedrooms each place has. */
export const BEDROOMS = 3;

/** Near what single nights cost, and what a person's share of one is. */
const nightsPriced = fc
  .record({
    per: fc.constantFrom('night' as const, 'person_night' as const),
    from: fc.integer({ min: 1, max: 60_000 }),
    wide: fc.integer({ min: 1, max: 60_000 }),
    ends: fc.constantFrom('both', 'from', 'below'),
  })
  .map(({ per, from, wide, ends }) => ({
    per,
    from: ends === 'below' ? undefined : from,
    below: ends === 'from' ? undefined : from + wide,
  }));

const taxTerms = fc.record({
  name: fc.constant('Tax'),
  authority: fc.constant('City'),
  currency: fc.constant('USD'),
  inForceFrom: fc.option(dateNear(20), { nil: undefined }),
  inForceUntil: fc.option(
    dateNear(20).map((date) => addDays(date, 41)),
    { nil: undefined },
  ),
  countedNights: fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Infinity)))
    .map(([first, more]) => ({ first, last: first + more })),
  exemptFromNights: fc.option(fc.integer({ min: 2, max: 45 }), { nil: undefined }),
  nightsPriced: fc.option(nightsPriced, { nil: undefined }),
  maxPerStay: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  maxPerPersonNight: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
});
const taxKind = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    basisPoints: fc.integer({ min: 0, max: 9_000_000 }).map((thousandths) => thousandths / 1000),
    base: fc.subarray(BASES),
    onTaxes: fc.option(fc.subarray(['tax-0', 'tax-1', 'tax-2'], { minLength: 1 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constantFrom('per_night' as const, 'per_person_night' as const),
    amount: fc.integer({ min: 0, max: 9999 }),
  }),
  fc.record({
    kind: fc.constant('per_bedroom_night' as const),
    amount: fc.integer({ min: 0, max: 9999 }),
    bedrooms: fc.constant(BEDROOMS),
  }),
);
const tax: fc.Arbitrary<TaxRule> = fc.tuple(taxTerms, taxKind).map(([terms, kind]) => ({ ...terms, ...kind }));

const own: fc.Arbitrary<OwnPrices | null> = fc.option(
  fc.record({
    first: dateNear(30),
    amounts: fc.array(fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 99_999 })), {
      minLength: 1,
      maxLength: 60,
    }),
  }),
);

/** Thresholds are near what they are compared with: nights, guests, and days to an arrival of which `now` is near. */
const stepsTo = (most: number): fc.Arbitrary<DiscountStep[]> =>
  fc
    .uniqueArray(fc.tuple(fc.nat(most), fc.integer({ min: 1, max: 9000 })), { selector: ([at]) => at, maxLength: 3 })
    .map((steps) => steps.toSorted(([one], [other]) => one - other));

/** No two share a night. */
const seasons: fc.Arbitrary<Season[]> = fc
  .array(
    fc.record({
      gap: fc.nat(9),
      nights: fc.integer({ min: 1, max: 20 }),
      nightly: amount,
      weekendNightly: fc.option(amount, { nil: undefined }),
    }),
    { maxLength: 4 },
  )
  .chain((made) => dateNear(30).map((first) => inARow(first, made)));

function inARow(
  first: LocalDate,
  made: { gap: number; nights: number; nightly: number; weekendNightly: number | undefined }[],
): Season[] {
  let date = first;
  return made.map(({ gap, nights, ...prices }, index) => {
    const from = addDays(date, gap);
    date = addDays(from, nights);
    return { name: `Season ${index}`, from, to: date, ...prices };
  });
}

const ratesIn = (currency: string) =>
  fc.record({
    currency: fc.constant(currency),
    nightly: amount,
    weekendNightly: fc.option(amount, { nil: undefined }),
    cleaningFee: fee,
    extraGuestFee: fee,
    guestsIncluded: fc.integer({ min: 1, max: 6 }),
    petFee: fee,
    weeklyDiscountBasisPoints: basisPoints,
    monthlyDiscountBasisPoints: basisPoints,
    lengthDiscounts: stepsTo(45),
    lastMinuteDiscounts: stepsTo(50),
    earlyBirdDiscounts: stepsTo(50),
    occupancyDiscounts: stepsTo(9),
    seasons,
    guestServiceFeeBasisPoints: fc.integer({ min: 0, max: 10_000 }),
    hostServiceFeeBasisPoints: fc.constant(300),
    taxes: fc
      .array(tax, { maxLength: 3 })
      .map((taxes) => taxes.map((rule, index) => ({ ...rule, code: `tax-${index}`, currency }))),
  });
const rates = fc.constantFrom('USD', 'KWD').chain(ratesIn);

const rules: fc.Arbitrary<StayRules> = fc.record({
  // Clocks change in New York on 11 March, in Paris on 25 March, on Lord Howe Island, by half an hour, on 1 April.
  timeZone: fc.constantFrom(
    'America/New_York',
    'Europe/Paris',
    'Asia/Kolkata',
    'Pacific/Kiritimati',
    'Australia/Lord_Howe',
  ),
  checkInFrom: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '45'))
    .map(([hour, minutes]) => `${String(hour).padStart(2, '0')}:${minutes}`),
  minNights: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 4, max: 9 })),
  maxNights: fc.oneof(fc.integer({ min: 9, max: 14 }), fc.integer({ min: 15, max: 60 })),
  preparationNights: fc.integer({ min: 0, max: 3 }),
  advanceNoticeHours: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 })),
  bookingWindowDays: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(730)),
  checkInDays: fc.oneof(fc.constant([...WEEKDAYS]), fc.subarray([...WEEKDAYS], { minLength: 1 })),
  sellsShortGaps: fc.boolean(),
});

const kind = fc.constantFrom('block' as const, 'cancelled' as const, 'imported' as const, 'booking' as const);
const claim: fc.Arbitrary<Claim> = fc.record({ kind, stay: stayNear(40, 9) });

const apart = (claims: Claim[]): boolean =>
  claims.every((one, i) =>
    claims.every(
      (other, j) => i === j || one.stay.checkOut <= other.stay.checkIn || other.stay.checkOut <= one.stay.checkIn,
    ),
  );

/** What surrounds the stay: anything; claims on both sides; or the first open night before it, and a claim behind. */
const surroundings = fc.record({
  kinds: fc.tuple(kind, kind),
  how: fc.constantFrom('anyhow', 'between claims', 'at once before a claim'),
  /** by how much the surroundings miss the stay */
  slack: fc.constantFrom(0, 0, 0, 0, 1),
  lead: fc.integer({ min: -30, max: 30 }),
});

const rarely = fc.integer({ min: 0, max: 7 }).map((number) => number === 0);
const dateRule: fc.Arbitrary<DateRule> = fc
  .record({
    minNights: fc.option(fc.integer({ min: 1, max: 9 })),
    maxNights: fc.option(fc.integer({ min: 5, max: 30 })),
    closedToArrival: rarely,
    closedToDeparture: rarely,
  })
  .filter((rule) => Object.values(rule).some((value) => value !== null && value !== false));
/** Beside the dates of a stay as well as on them. */
const dateRules = fc.array(
  fc.tuple(fc.constantFrom('checkIn' as const, 'checkOut' as const), fc.integer({ min: -1, max: 1 }), dateRule),
  {
    maxLength: 3,
  },
);

/** Cases of every kind, near the dates on which clocks change. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    rates,
    policy: fc.constantFrom(...Object.values(CancellationPolicy)),
    own,
    rules,
    claims: fc.array(claim, { maxLength: 2 }).filter(apart),
    dateRules,
    surroundings,
    stay: fc.oneof({ weight: 4, arbitrary: stayNear(12, 8) }, stayNear(12, 45)),
    adults: fc.integer({ min: 1, max: 9 }),
    now: fc
      .integer({ min: -40 * 96, max: 8 * 96 })
      .map((quarters) => new Date(Date.parse('2057-03-23T00:00:00Z') + quarters * 900_000)),
  })
  .map(({ surroundings: around, ...made }) => ({
    ...made,
    ...surroundedBy(around, made),
    dateRules: new Map(made.dateRules.map(([end, days, rule]) => [addDays(made.stay[end], days), rule])),
    rates: { ...made.rates, ...ofCase(made) },
  }));

/** The claims of a case, and its moment, as it is surrounded. */
function surroundedBy(
  { kinds, how, slack, lead }: { kinds: [Claim['kind'], Claim['kind']]; how: string; slack: number; lead: number },
  {
    stay,
    rules: { preparationNights, advanceNoticeHours },
    claims,
    now,
  }: Pick<Case, 'stay' | 'rules' | 'claims' | 'now'>,
): Pick<Case, 'claims' | 'now'> {
  if (how === 'anyhow') return { claims, now };
  const away = (one: Claim['kind']): number => (one === 'booking' ? preparationNights : 0) + slack;
  const [before, behind] = [addDays(stay.checkIn, -away(kinds[0])), addDays(stay.checkOut, away(kinds[1]))];
  const next = { kind: kinds[1], stay: { checkIn: behind, checkOut: addDays(behind, 3) } };
  if (how === 'between claims') {
    return { claims: [{ kind: kinds[0], stay: { checkIn: addDays(before, -2), checkOut: before } }, next], now };
  }
  return { claims: [next], now: new Date(Date.parse(stay.checkIn) + (lead - advanceNoticeHours) * HOUR_MS) };
}

function ofCase({ policy, own: prices }: Pick<Case, 'policy' | 'own'>) {
  return { policyDiscountBasisPoints: policyDiscount(policy), overrides: pricesByDate(prices) };
}

function pricesByDate(prices: OwnPrices | null): Map<LocalDate, number> {
  if (!prices) return new Map();
  return new Map(prices.amounts.flatMap((price, day) => (price === null ? [] : [[addDays(prices.first, day), price]])));
}
