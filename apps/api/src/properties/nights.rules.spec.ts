import { describe, expect, it } from '@jest/globals';
import { isWeekendNight, nightPrice } from './nights.rules.js';

describe('the price of a night', () => {
  const overrides = new Map([
    ['2027-03-03', 7000],
    ['2027-03-06', 9000],
  ]);

  it.each([
    ['2027-03-04', 10_000, 'Thursday: the usual price'],
    ['2027-03-05', 12_000, 'Friday: the weekend price'],
    ['2027-03-06', 9000, 'Saturday with a price of its own'],
    ['2027-03-07', 10_000, 'Sunday: the usual price'],
    ['2027-03-03', 7000, 'Wednesday with a price of its own'],
  ])('of %s is %i (%s)', (date, price) => {
    expect(nightPrice({ nightly: 10_000, weekendNightly: 12_000, overrides }, date)).toBe(price);
  });

  it.each([
    ['2027-03-04', 20_000, 'Thursday of a season'],
    ['2027-03-05', 25_000, 'Friday of a season: above the weekend price'],
    ['2027-03-06', 9000, 'a price of its own: above the season'],
    ['2027-03-12', 30_000, 'Friday of a season that has no price for weekends'],
    ['2027-03-14', 10_000, 'the date on which the season ends'],
  ])('of %s is %i (%s)', (date, price) => {
    const seasons = [
      { name: 'Fair', from: '2027-03-10', to: '2027-03-14', nightly: 30_000 },
      { name: 'Spring', from: '2027-03-04', to: '2027-03-08', nightly: 20_000, weekendNightly: 25_000 },
    ];
    expect(nightPrice({ nightly: 10_000, weekendNightly: 12_000, seasons, overrides }, date)).toBe(price);
  });

  it('is the usual one at weekends that have none', () => {
    expect(nightPrice({ nightly: 10_000, overrides: new Map() }, '2027-03-05')).toBe(10_000);
  });

  it('counts the nights that start on Friday and Saturday as a weekend', () => {
    const week = ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04', '2027-03-05', '2027-03-06', '2027-03-07'];
    expect(week.filter(isWeekendNight)).toEqual(['2027-03-05', '2027-03-06']);
  });
});
