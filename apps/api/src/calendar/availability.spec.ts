import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, nightsOf, overlaps, shiftStay, type Stay } from '#dates';
import type { ClaimKind } from '#contracts/planning-board.dto.js';
import { WEEKDAYS } from '#contracts/properties/weekdays.js';
import { whyNotBookable } from './availability.js';
import { reasonsByNight, takenNights, type Claim } from './claims.js';
import { closedReason, openNights } from './open-nights.js';
import type { DateRules, StayRules } from './stay.rules.js';

const rules: StayRules = {
  timeZone: 'America/New_York',
  checkInFrom: '15:00',
  minNights: 1,
  maxNights: 365,
  preparationNights: 0,
  advanceNoticeHours: 0,
  bookingWindowDays: 365,
  checkInDays: WEEKDAYS,
  sellsShortGaps: false,
};
const dateRules: DateRules = new Map();
/** 09:00 on 1 March in New York */
const now = new Date('2027-03-01T14:00:00Z');
const stay = (checkIn: string, checkOut: string): Stay => ({ checkIn, checkOut });
const claim = (kind: ClaimKind, checkIn: string, checkOut: string): Claim => ({ kind, stay: stay(checkIn, checkOut) });

describe('a stay', () => {
  const march = stay('2027-03-10', '2027-03-13');

  it.each<[string, Partial<StayRules>, Stay, Claim[], unknown[]]>([
    ['can be booked', {}, march, [], []],
    ['of the fewest nights can be booked', { minNights: 3 }, march, [], []],
    ['can be too short', { minNights: 4 }, march, [], [{ rule: 'min_nights', date: '2027-03-10', value: 4 }]],
    ['of the most nights can be booked', { maxNights: 3 }, march, [], []],
    ['can be too long', { maxNights: 2 }, march, [], [{ rule: 'max_nights', date: '2027-03-10', value: 2 }]],
    ['can begin today before check-in time', {}, stay('2027-03-01', '2027-03-02'), [], []],
    ['cannot begin yesterday', {}, stay('2027-02-28', '2027-03-02'), [], [{ rule: 'past', date: '2027-02-28' }]],
    [
      'needs notice',
      { advanceNoticeHours: 7 },
      stay('2027-03-01', '2027-03-02'),
      [],
      [{ rule: 'notice', date: '2027-03-01', value: 7 }],
    ],
    ['with just enough notice can be booked', { advanceNoticeHours: 6 }, stay('2027-03-01', '2027-03-02'), [], []],
    ['may end with the window', { bookingWindowDays: 11 }, march, [], []],
    [
      'may not go beyond the window',
      { bookingWindowDays: 10 },
      march,
      [],
      [{ rule: 'window', date: '2027-03-12', value: 10 }],
    ],
    [
      'may not begin beyond the window',
      { bookingWindowDays: 5 },
      march,
      [],
      [{ rule: 'window', date: '2027-03-10', value: 5 }],
    ],
    [
      'fits between two claims',
      {},
      march,
      [claim('booking', '2027-03-08', '2027-03-10'), claim('block', '2027-03-13', '2027-03-20')],
      [],
    ],
    [
      'cannot share a night with a booking',
      {},
      march,
      [claim('booking', '2027-03-12', '2027-03-15')],
      [{ rule: 'unavailable', date: '2027-03-12' }],
    ],
    [
      'cannot share a night with a block',
      {},
      march,
      [claim('block', '2027-03-01', '2027-03-11')],
      [{ rule: 'unavailable', date: '2027-03-10' }],
    ],
    [
      'cannot share a night with an imported event',
      {},
      march,
      [claim('imported', '2027-03-11', '2027-03-12')],
      [{ rule: 'unavailable', date: '2027-03-11' }],
    ],
    [
      'leaves the nights after a booking for preparation',
      { preparationNights: 2 },
      march,
      [claim('booking', '2027-03-07', '2027-03-09')],
      [{ rule: 'unavailable', date: '2027-03-10' }],
    ],
    [
      'leaves nights for preparation before a booking',
      { preparationNights: 1 },
      march,
      [claim('booking', '2027-03-13', '2027-03-15')],
      [{ rule: 'unavailable', date: '2027-03-12' }],
    ],
    [
      'needs no preparation beside a block',
      { preparationNights: 2 },
      march,
      [claim('block', '2027-03-07', '2027-03-10')],
      [],
    ],
    [
      'is told every reason at once',
      { minNights: 4, bookingWindowDays: 5 },
      march,
      [claim('block', '2027-03-10', '2027-03-11')],
      [
        { rule: 'min_nights', date: '2027-03-10', value: 4 },
        { rule: 'window', date: '2027-03-10', value: 5 },
        { rule: 'unavailable', date: '2027-03-10' },
      ],
    ],
  ])('%s', (_name, change, wanted, claims, reasons) => {
    expect(whyNotBookable({ ...rules, ...change }, wanted, now, { claims, dateRules })).toEqual(reasons);
  });
});

describe('the open nights', () => {
  it.each([
    ['2027-03-01T19:59:00Z', 0, '2027-03-01', 'a minute before check-in time'],
    ['2027-03-01T20:00:00Z', 0, '2027-03-01', 'at check-in time'],
    ['2027-03-01T20:01:00Z', 0, '2027-03-02', 'a minute after it'],
    ['2027-03-01T20:00:00Z', 24, '2027-03-02', 'with a day of notice'],
    ['2027-03-01T20:01:00Z', 24, '2027-03-03', 'with a day of notice, a minute later'],
    // Clocks go forward in the night to 14 March: that day has 23 hours.
    ['2027-03-13T20:00:00Z', 23, '2027-03-14', 'with 23 hours over the change to summer time'],
    ['2027-03-13T20:00:00Z', 24, '2027-03-15', 'with 24 hours over the change to summer time'],
  ])('at %s with %i h of notice begin on %s (%s)', (instant, advanceNoticeHours, first) => {
    expect(openNights({ ...rules, advanceNoticeHours }, new Date(instant)).first).toBe(first);
  });

  it('begin with the date at the property, not with that in UTC', () => {
    expect(openNights(rules, new Date('2027-03-02T03:00:00Z')).today).toBe('2027-03-01');
    expect(openNights({ ...rules, timeZone: 'Pacific/Auckland' }, now).today).toBe('2027-03-02');
  });
});

const someStay = fc
  .tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: 1, max: 20 }))
  .map(([start, nights]) => stay(addDays('2027-03-01', start), addDays('2027-03-01', start + nights)));
const someClaims = fc.array(
  fc.record({ kind: fc.constantFrom<ClaimKind>('booking', 'block', 'cancelled', 'imported'), stay: someStay }),
  { maxLength: 4 },
);
const someRules = fc.record({
  preparationNights: fc.integer({ min: 0, max: 3 }),
  advanceNoticeHours: fc.integer({ min: 0, max: 200 }),
  bookingWindowDays: fc.integer({ min: 1, max: 60 }),
});

describe('a calendar and a stay', () => {
  it('agree: a stay can be booked exactly when each of its nights is free', () => {
    fc.assert(
      fc.property(someRules, someStay, someClaims, (change, wanted, claims) => {
        const own = { ...rules, ...change };
        const open = openNights(own, now);
        const taken = reasonsByNight(takenNights(claims, own.preparationNights), wanted.checkIn, wanted.checkOut);
        const free = nightsOf(wanted).every((night) => !taken.has(night) && closedReason(open, night) === undefined);
        expect(whyNotBookable(own, wanted, now, { claims, dateRules }).length === 0).toBe(free);
      }),
    );
  });

  it('keep the preparation nights free between any two bookings', () => {
    fc.assert(
      fc.property(someStay, someStay, fc.integer({ min: 0, max: 3 }), (first, second, preparationNights) => {
        const own = { ...rules, preparationNights };
        const refused = whyNotBookable(own, second, now, {
          claims: [{ kind: 'booking', stay: first }],
          dateRules,
        });
        const tooNear = [...Array(2 * preparationNights + 1).keys()].some((gap) =>
          overlaps(shiftStay(first, gap - preparationNights), second),
        );
        expect(refused.some(({ rule }) => rule === 'unavailable')).toBe(tooNear);
      }),
    );
  });
});
