import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS } from '#contracts/properties/weekdays.js';
import { addDays, nightCount, nightsBetween, type Stay } from '#dates';
import { whyNotBookable, type Entries } from './availability.js';
import { nearestStays, rangeOfNearest } from './nearest.js';
import type { DateRule, StayRules } from './stay.rules.js';

/** Noon in Paris. */
const NOW = new Date('2027-03-01T11:00:00Z');
const TODAY = '2027-03-01';
const LONGEST = 12;

const dates = fc.integer({ min: 0, max: 40 }).map((days) => addDays(TODAY, days));
const stays = (longest: number) =>
  fc
    .tuple(dates, fc.integer({ min: 1, max: longest }))
    .map(([checkIn, nights]) => ({ checkIn, checkOut: addDays(checkIn, nights) }));
const rules: fc.Arbitrary<StayRules> = fc.record({
  timeZone: fc.constant('Europe/Paris'),
  checkInFrom: fc.constant('15:00'),
  minNights: fc.integer({ min: 1, max: 5 }),
  maxNights: fc.integer({ min: 5, max: LONGEST }),
  preparationNights: fc.integer({ min: 0, max: 2 }),
  advanceNoticeHours: fc.integer({ min: 0, max: 100 }),
  bookingWindowDays: fc.integer({ min: 5, max: 45 }),
  checkInDays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
  sellsShortGaps: fc.boolean(),
});
const dateRule: fc.Arbitrary<DateRule> = fc.record({
  minNights: fc.option(fc.integer({ min: 1, max: 7 })),
  maxNights: fc.option(fc.integer({ min: 3, max: LONGEST })),
  closedToArrival: fc.boolean(),
  closedToDeparture: fc.boolean(),
});
const entries: fc.Arbitrary<Entries> = fc.record({
  claims: fc.array(fc.record({ kind: fc.constantFrom('booking' as const, 'block' as const), stay: stays(9) }), {
    maxLength: 5,
  }),
  dateRules: fc.array(fc.tuple(dates, dateRule), { maxLength: 12 }).map((all) => new Map(all)),
});

/** Every stay near enough, in the order in which they are to be offered; of each arrival the best. */
function allNearest(own: StayRules, asked: Stay, known: Entries): Stay[] {
  const arrivals = Array.from({ length: 46 }, (_, days) => nightsBetween(asked.checkIn, addDays(TODAY, days)));
  arrivals.sort((a, b) => Math.abs(a) - Math.abs(b) || a - b);
  return arrivals.flatMap((away) => {
    const checkIn = addDays(asked.checkIn, away);
    const lengths = Array.from({ length: LONGEST }, (_, nights) => nights + 1);
    const wanted = nightCount(asked);
    return lengths
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)
      .map((nights) => ({ checkIn, checkOut: addDays(checkIn, nights) }))
      .filter((stay) => whyNotBookable(own, stay, NOW, known).length === 0)
      .slice(0, 1);
  });
}

describe('the nearest stays', () => {
  it('are the first three of all that can be booked, by distance and length', () => {
    let some = 0;
    fc.assert(
      fc.property(rules, stays(LONGEST), entries, (own, asked, known) => {
        const nearest = nearestStays(own, asked, NOW, known);
        if (nearest.length > 0) some += 1;
        expect(nearest).toEqual(allNearest(own, asked, known).slice(0, 3));
      }),
      { numRuns: 60 },
    );
    expect(some).toBeGreaterThan(30);
  });

  it.each([
    ['1900-01-01', '1900-01-02'],
    ['2999-12-30', '2999-12-31'],
    ['2026-01-01', '2999-12-31'],
  ])('are none far from all open nights, at %s until %s', (checkIn, checkOut) => {
    const own = fc.sample(rules, { numRuns: 1, seed: 1 })[0] as StayRules;
    expect(rangeOfNearest(own, { checkIn, checkOut }, NOW)).toBeUndefined();
    expect(nearestStays(own, { checkIn, checkOut }, NOW, { claims: [], dateRules: new Map() })).toEqual([]);
  });

  it('need to know a part of the calendar that has a bound, however long the stay', () => {
    const own = { ...(fc.sample(rules, { numRuns: 1, seed: 1 })[0] as StayRules), bookingWindowDays: 1095 };
    const range = rangeOfNearest(own, { checkIn: '2027-06-01', checkOut: '2999-12-31' }, NOW);
    expect(nightsBetween(range?.checkIn ?? '', range?.checkOut ?? '')).toBeLessThan(1400);
  });
});
