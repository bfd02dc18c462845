import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDuration, isDuration } from './durations.js';
import { instantAt, isTimeOfDay, isTimeZone, localDateAt, localTimeAt } from './instants.js';
import { dateOfDay, dayOf } from './local-date.js';

const dates = fc.integer({ min: dayOf('1990-01-01'), max: dayOf('2040-12-31') }).map(dateOfDay);
const hours = fc.integer({ min: 0, max: 23 });
const times = fc.tuple(hours, fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${two(h)}:${two(m)}`);
const dstZones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'UTC',
];

describe('instantAt', () => {
  it.each([
    ['2027-07-01', '15:00', 'Europe/Paris', '2027-07-01T13:00:00.000Z'],
    ['2027-01-01', '15:00', 'Europe/Paris', '2027-01-01T14:00:00.000Z'],
    ['2027-01-01', '15:00', 'Pacific/Kiritimati', '2027-01-01T01:00:00.000Z'],
    ['2027-01-01', '15:00', 'Etc/GMT+12', '2027-01-02T03:00:00.000Z'],
    ['2027-06-01', '15:00', 'Asia/Kathmandu', '2027-06-01T09:15:00.000Z'],
    ['2028-02-29', '00:00', 'America/New_York', '2028-02-29T05:00:00.000Z'],
  ])('of %s %s in %s is %s', (date, time, zone, instant) => {
    expect(instantAt(date, time, zone).toISOString()).toBe(instant);
  });

  it('moves a time that the clocks skip to the other side of the gap', () => {
    expect(instantAt('2027-03-28', '02:30', 'Europe/Paris').toISOString()).toBe('2027-03-28T01:30:00.000Z');
    expect(localTimeAt(instantAt('2027-03-28', '02:30', 'Europe/Paris'), 'Europe/Paris')).toBe('03:30');
  });

  it('takes the first of two when the clocks show a time twice', () => {
    expect(instantAt('2027-10-31', '02:30', 'Europe/Paris').toISOString()).toBe('2027-10-31T00:30:00.000Z');
  });

  it('is plain subtraction where the offset never changes, from −12 to +14', () => {
    fc.assert(
      fc.property(dates, times, fc.integer({ min: -12, max: 14 }), (date, time, offset) => {
        // The sign of these zones' names is the other way round: Etc/GMT-14 is fourteen hours ahead.
        const zone = `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
        const expected = Date.parse(`${date}T${time}:00Z`) - offset * 3_600_000;
        expect(instantAt(date, time, zone).getTime()).toBe(expected);
        expect(localDateAt(new Date(expected), zone)).toBe(date);
      }),
    );
  });

  it('comes back to its date and time wherever the clocks show that time', () => {
    fc.assert(
      fc.property(dates, times, fc.constantFrom(...dstZones), (date, time, zone) => {
        const instant = instantAt(date, time, zone);
        const shown = `${localDateAt(instant, zone)} ${localTimeAt(instant, zone)}`;
        // In a gap the clocks show a later time; nothing ever comes back earlier.
        expect(shown >= `${date} ${time}`).toBe(true);
        if (zone === 'UTC') expect(shown).toBe(`${date} ${time}`);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2027-02-30', '15:00', 'Europe/Paris'],
    ['2027-02-28', '24:00', 'Europe/Paris'],
    ['2027-02-28', '15:00', 'Europe/Nowhere'],
  ])('refuses %s %s in %s', (date, time, zone) => {
    expect(() => instantAt(date, time, zone)).toThrow(RangeError);
  });
});

describe('what is what', () => {
  it.each(['Europe/Paris', 'UTC', 'Etc/GMT-14', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])(
    '%s is a zone',
    (zone) => expect(isTimeZone(zone)).toBe(true),
  );

  it.each(['+02:00', '-0500', '', 'Mars/Olympus', 'Europe/Paris ', '02:00'])('%p is not a zone', (zone) =>
    expect(isTimeZone(zone)).toBe(false),
  );

  it.each(['00:00', '23:59', '09:05'])('%s is a time of day', (time) => expect(isTimeOfDay(time)).toBe(true));

  it.each(['24:00', '9:05', '12:60', '12:00:00', ''])('%p is not a time of day', (time) =>
    expect(isTimeOfDay(time)).toBe(false),
  );
});

describe('addDuration', () => {
  it.each([
    ['P3DT4H', '2027-03-04T16:00:00.000Z'],
    ['PT15M', '2027-03-01T12:15:00.000Z'],
    ['P1M', '2027-04-01T12:00:00.000Z'],
    ['P1Y2M3W', '2028-05-22T12:00:00.000Z'],
    ['-P1D', '2027-02-28T12:00:00.000Z'],
    ['PT0S', '2027-03-01T12:00:00.000Z'],
  ])('of %s leads to %s', (duration, expected) => {
    expect(addDuration(new Date('2027-03-01T12:00:00Z'), duration).toISOString()).toBe(expected);
  });

  it.each(['', 'P', '3 days', 'P1.5D', 'T4H', 'PT'])('refuses %p', (duration) => {
    expect(isDuration(duration)).toBe(false);
    expect(() => addDuration(new Date(0), duration)).toThrow(RangeError);
  });

  it('refuses to leave the time that a Date can tell', () => {
    expect(isDuration('P400000Y')).toBe(true);
    expect(() => addDuration(new Date(0), 'P400000Y')).toThrow(RangeError);
  });
});

function two(value: number): string {
  return String(value).padStart(2, '0');
}
