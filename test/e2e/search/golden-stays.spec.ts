import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { addDays, nightCount, type LocalDate } from '#dates';
import { freshDatabase, type FreshDatabase } from '#testing';
import { whyNotBookable } from '../../../apps/api/src/calendar/availability.js';
import { calendarView } from '../../../apps/api/src/calendar/calendar-view.js';
import { nearestStays } from '../../../apps/api/src/calendar/nearest.js';
import { USUAL_RULES } from '../../../apps/api/src/properties/stay-rules.js';
import { dayOfMarch, GOLDEN_NOW, goldenStays, type Golden } from './golden-stays.js';
import { askSearch } from './stored-case.js';

const RATES = {
  currency: 'USD',
  nightly: 10_000,
  overrides: new Map<LocalDate, number>(),
  seasons: [],
  lengthDiscounts: [],
  lastMinuteDiscounts: [],
  earlyBirdDiscounts: [],
  occupancyDiscounts: [],
  cleaningFee: 0,
  extraGuestFee: 0,
  guestsIncluded: 1,
  petFee: 0,
  weeklyDiscountBasisPoints: 0,
  monthlyDiscountBasisPoints: 0,
  policyDiscountBasisPoints: 0,
  guestServiceFeeBasisPoints: 0,
  hostServiceFeeBasisPoints: 0,
  taxes: [],
};

const reasonsOf = (golden: Golden) => whyNotBookable(golden.rules, golden.stay, GOLDEN_NOW, golden);

/** What the days of the calendar say of a stay. */
function calendarTakes({ rules, stay, ...entries }: Golden): boolean {
  const { timeZone, ...own } = rules;
  const property = {
    ...{
      id: '',
      hostId: '',
      status: 'published' as const,
      title: '',
      guests: 2,
      bedrooms: 1,
      country: '',
      region: '',
      city: '',
    },
    timeZone,
    rates: null,
    rules: { ...USUAL_RULES, ...own, checkInDays: [...own.checkInDays] },
    permissions: null,
  };
  const range = { checkIn: stay.checkIn, checkOut: addDays(stay.checkOut, 1) };
  const { data } = calendarView(property, range, entries, { now: GOLDEN_NOW, isHost: false });
  const [first, last] = [data[0], data.at(-1)];
  const nights = nightCount(stay);
  return (
    data.slice(0, -1).every(({ available }) => available) &&
    first?.checkIn === true &&
    last?.checkOut === true &&
    first.minNights <= nights &&
    nights <= first.maxNights
  );
}

describe('the examples of docs/calendar.md', () => {
  let database: FreshDatabase;
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

  it('are many', () => {
    expect([goldenStays('answer').length, goldenStays('nearest').length]).toEqual([53, 9]);
  });

  it.each(goldenStays('answer'))('are what quotes, calendars and the search say: $row', async (golden) => {
    const reasons = reasonsOf(golden);
    const said = reasons.map(({ rule, date, value }) => [rule, dayOfMarch(date), value ?? []].flat().join(' '));
    expect(said.join(' ') || 'bookable').toBe(golden.said);
    expect(calendarTakes(golden)).toBe(golden.said === 'bookable');
    const stored = { ...golden, rates: RATES, own: null, policy: 'moderate' as const, adults: 1, now: GOLDEN_NOW };
    expect((await askSearch(client, stored)).bookable).toBe(golden.said === 'bookable');
  });

  it.each(goldenStays('nearest'))('are what a refusal offers instead: $row', (golden) => {
    expect(reasonsOf(golden)).not.toEqual([]);
    const nearest = nearestStays(golden.rules, golden.stay, GOLDEN_NOW, golden);
    const said = nearest.map(({ checkIn, checkOut }) => `${dayOfMarch(checkIn)} → ${dayOfMarch(checkOut)}`);
    expect(said.join(', ')).toBe(golden.said);
    expect(nearest.filter((stay) => reasonsOf({ ...golden, stay }).length > 0)).toEqual([]);
  });
});
