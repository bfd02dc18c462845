import fc from 'fast-check';
import { addDays, type LocalDate } from '#dates';

/** A place as a host writes it down, prices of single nights, blocks, bookings and taxes, and what guests ask of it. */
export interface Offer {
  pricing: object;
  rules: object;
  guests: number;
  country: string;
  location: { latitude: number; longitude: number };
  own: { first: LocalDate; amounts: (number | null)[] } | null;
  blocks: Asked[];
  /** of others, asked for before */
  bookings: Asked[];
  taxes: Tax[];
  asked: (Asked & { adults: number })[];
}

interface Asked {
  checkIn: LocalDate;
  checkOut: LocalDate;
}

export interface Tax {
  kind: 'percent' | 'per_night' | 'per_person_night';
  value: number;
  base: string[];
  lastNight: number | null;
  maxPerStay: number | null;
}

/** Monday; the days around it are those for which guests ask. */
const ARRIVAL = '2055-03-15';

const BASES = ['night', 'discount', 'cleaning', 'extra_guest', 'pet', 'guest_service_fee'];

/** Some come to less than cards are charged, some to more. */
const amount = fc.oneof(
  { weight: 18, arbitrary: fc.integer({ min: 100, max: 99_999 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000_000, max: 90_000_000 }) },
);
const fee = fc.oneof(fc.constant(0), amount);
const percent = fc.integer({ min: 0, max: 9000 }).map((basisPoints) => basisPoints / 100);
/** Steps by a threshold of that name, which rises. */
const steps = (threshold: string, least: number, most: number): fc.Arbitrary<object[]> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 5000 })), {
      selector: ([at]) => at,
      maxLength: 3,
    })
    .map((made) =>
      made
        .toSorted(([one], [other]) => one - other)
        .map(([at, basisPoints]) => ({ [threshold]: at, percent: basisPoints / 100 })),
    );
const around = (before: number, after: number, longest: number): fc.Arbitrary<Asked> =>
  fc.tuple(fc.integer({ min: -before, max: after }), fc.integer({ min: 1, max: longest })).map(([offset, nights]) => {
    const checkIn = addDays(ARRIVAL, offset);
    return { checkIn, checkOut: addDays(checkIn, nights) };
  });

const tax: fc.Arbitrary<Tax> = fc.record({
  kind: fc.constantFrom('percent', 'per_night', 'per_person_night'),
  value: fc.integer({ min: 0, max: 3000 }),
  base: fc.subarray(BASES),
  lastNight: fc.option(fc.integer({ min: 1, max: 10 })),
  maxPerStay: fc.option(fc.integer({ min: 0, max: 50_000 })),
});

/** Hosts pay with what they have: currencies with two decimals, none, and three. */
const pricing = fc.constantFrom('USD', 'JPY', 'KWD').chain((currency) => {
  const money = (minor: fc.Arbitrary<number>) => minor.map((value) => ({ amount: value, currency }));
  return fc.record(
    {
      nightly: money(amount),
      weekendNightly: money(amount),
      cleaningFee: money(fee),
      extraGuestFee: money(fee),
      petFee: money(fee),
      guestsIncluded: fc.integer({ min: 1, max: 4 }),
      weeklyDiscountPercent: percent,
      monthlyDiscountPercent: percent,
      lengthDiscounts: steps('nights', 1, 35),
      lastMinuteDiscounts: steps('days', 0, 30),
      earlyBirdDiscounts: steps('days', 0, 30),
      occupancyDiscounts: steps('guests', 1, 7),
    },
    { requiredKeys: ['nightly'] },
  );
});

const rules = fc.record(
  {
    minNights: fc.integer({ min: 1, max: 3 }),
    maxNights: fc.integer({ min: 3, max: 40 }),
    checkInFrom: fc.constantFrom('00:00', '12:00', '15:00', '23:45'),
    preparationNights: fc.integer({ min: 0, max: 3 }),
    advanceNoticeHours: fc.integer({ min: 0, max: 200 }),
    bookingWindowDays: fc.constantFrom(20, 60, 365),
    cancellationPolicy: fc.constantFrom('flexible', 'non_refundable'),
  },
  { requiredKeys: [] },
);

/**
 * In Albany, where clocks change on the day before ARRIVAL; in Paris; and where it is a day later or earlier than in
 * UTC.
 */
const locations = [
  { latitude: 42.6526, longitude: -73.7562 },
  { latitude: 48.8566, longitude: 2.3522 },
  { latitude: 1.87, longitude: -157.43 },
  { latitude: -14.28, longitude: -170.7 },
];

export const offers: fc.Arbitrary<Offer> = fc.record({
  pricing,
  rules,
  guests: fc.integer({ min: 1, max: 6 }),
  country: fc.constantFrom('US', 'FR', 'JP'),
  location: fc.constantFrom(...locations),
  own: fc.option(
    fc.record({
      first: fc.integer({ min: -20, max: 20 }).map((offset) => addDays(ARRIVAL, offset)),
      amounts: fc.array(fc.option(fc.integer({ min: 0, max: 99_999 })), { minLength: 1, maxLength: 40 }),
    }),
  ),
  blocks: fc.array(around(10, 40, 6), { maxLength: 2 }),
  bookings: fc.array(around(10, 30, 6), { maxLength: 2 }),
  taxes: fc.array(tax, { maxLength: 2 }),
  asked: fc.array(
    fc.tuple(around(16, 30, 35), fc.integer({ min: 1, max: 7 })).map(([stay, adults]) => ({ ...stay, adults })),
    {
      minLength: 4,
      maxLength: 4,
    },
  ),
});
