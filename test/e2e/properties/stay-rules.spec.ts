import { beforeAll, describe, expect, it } from '@jest/globals';
import { book, expectStatus, place, type ProblemAnswer } from '#testing';
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';

interface Found {
  data: { property: { id: string } }[];
}

/** Noon of 1 March 2055 in Albany: five hours behind UTC. */
const NOON = '2055-03-01T17:00:00Z';

interface Case {
  name: string;
  rules: object;
  stay: [checkIn: string, checkOut: string];
  /** the rules that the stay breaks */
  broken: string[];
}

const CASES: Case[] = [
  { name: 'as many nights as the fewest', rules: { minNights: 3 }, stay: ['2055-03-10', '2055-03-13'], broken: [] },
  {
    name: 'one night less than the fewest',
    rules: { minNights: 3 },
    stay: ['2055-03-10', '2055-03-12'],
    broken: ['min_nights'],
  },
  { name: 'as many nights as the most', rules: { maxNights: 3 }, stay: ['2055-03-10', '2055-03-13'], broken: [] },
  {
    name: 'one night more than the most',
    rules: { maxNights: 3 },
    stay: ['2055-03-10', '2055-03-14'],
    broken: ['max_nights'],
  },
  { name: 'yesterday', rules: {}, stay: ['2055-02-28', '2055-03-02'], broken: ['past'] },
  {
    name: 'today, before the time of check-in',
    rules: { checkInFrom: '12:30' },
    stay: ['2055-03-01', '2055-03-02'],
    broken: [],
  },
  {
    name: 'today, after the time of check-in',
    rules: { checkInFrom: '11:30' },
    stay: ['2055-03-01', '2055-03-02'],
    broken: ['notice'],
  },
  {
    name: 'a check-in in just the hours of notice',
    rules: { checkInFrom: '13:00', advanceNoticeHours: 24 },
    stay: ['2055-03-02', '2055-03-03'],
    broken: [],
  },
  {
    name: 'a check-in sooner than the notice',
    rules: { checkInFrom: '11:00', advanceNoticeHours: 24 },
    stay: ['2055-03-02', '2055-03-03'],
    broken: ['notice'],
  },
  {
    name: 'a last night at the end of the window',
    rules: { bookingWindowDays: 30 },
    stay: ['2055-03-29', '2055-04-01'],
    broken: [],
  },
  {
    name: 'a last night beyond the window',
    rules: { bookingWindowDays: 30 },
    stay: ['2055-03-29', '2055-04-02'],
    broken: ['window'],
  },
  {
    name: 'too long and too late at once',
    rules: { bookingWindowDays: 30, maxNights: 2 },
    stay: ['2055-03-29', '2055-04-09'],
    broken: ['max_nights', 'window'],
  },
];

const { app, host, guest } = await openMarket();

describe('stays that a property does not take', () => {
  /** What search, quotes and the calendar say of a stay. */
  const ask = async (
    propertyId: string,
    [checkIn, checkOut]: Case['stay'],
  ): Promise<{ found: boolean; status: number; broken: string[]; free: boolean }> => {
    const { body } = await app.get<Found>(`/v1/search?checkIn=${checkIn}&checkOut=${checkOut}&limit=100`);
    const offer = await app.post<ProblemAnswer & { reasons?: { rule: string }[] }>(
      '/v1/quotes',
      { propertyId, checkIn, checkOut, guests: { adults: 1 } },
      guest.token,
    );
    const calendar = await app.get<{ data: { available: boolean }[] }>(
      `/v1/properties/${propertyId}/calendar?from=${checkIn}&to=${checkOut}`,
    );
    return {
      found: body.data.some(({ property }) => property.id === propertyId),
      status: offer.status,
      broken: offer.body.reasons?.map(({ rule }) => rule) ?? [],
      free: calendar.body.data.every(({ available }) => available),
    };
  };

  beforeAll(async () => {
    await app.moveTo(NOON);
  });

  it.each(CASES)('are judged alike by search, quotes and the calendar: $name', async ({ rules, stay, broken }) => {
    const propertyId = await place(app, host, { rules });
    const length = broken.filter((rule) => rule.endsWith('_nights'));
    expect(await ask(propertyId, stay)).toEqual({
      found: broken.length === 0,
      status: broken.length === 0 ? 201 : 422,
      broken,
      free: broken.length === length.length,
    });
  });

  it('are those that leave no nights for preparation around a booking', async () => {
    const propertyId = await place(app, host, { rules: { preparationNights: 2 } });
    await book(app, guest, { propertyId, checkIn: '2055-05-10', checkOut: '2055-05-12' });
    const taken = { found: false, status: 409, broken: ['unavailable'], free: false };
    const open = { found: true, status: 201, broken: [], free: true };
    expect(await ask(propertyId, ['2055-05-06', '2055-05-08'])).toEqual(open);
    expect(await ask(propertyId, ['2055-05-06', '2055-05-09'])).toEqual(taken);
    expect(await ask(propertyId, ['2055-05-13', '2055-05-15'])).toEqual(taken);
    expect(await ask(propertyId, ['2055-05-14', '2055-05-15'])).toEqual(open);
  });

  it('are not those beside a block: a host needs no preparation', async () => {
    const propertyId = await place(app, host, { rules: { preparationNights: 2 } });
    expectStatus(
      await app.post(`/v1/properties/${propertyId}/blocks`, { from: '2055-05-10', to: '2055-05-12' }, host.token),
      201,
    );
    expect(await ask(propertyId, ['2055-05-08', '2055-05-10'])).toMatchObject({ found: true, status: 201, free: true });
    expect(await ask(propertyId, ['2055-05-12', '2055-05-13'])).toMatchObject({ found: true, status: 201, free: true });
    expect(await ask(propertyId, ['2055-05-11', '2055-05-13'])).toMatchObject({
      found: false,
      status: 409,
      free: false,
    });
  });

  it('change with the rules, for search and quotes at the same moment', async () => {
    const propertyId = await place(app, host, { rules: { minNights: 1 } });
    const { version } = (await app.get<{ version: number }>(`/v1/properties/${propertyId}`, host.token)).body;
    const stay: Case['stay'] = ['2055-03-10', '2055-03-12'];
    expect(await ask(propertyId, stay)).toMatchObject({ found: true, status: 201 });
    const headers = { 'if-match': `"${version}"` };
    expectStatus(
      await app.call('PATCH', `/v1/properties/${propertyId}`, {
        token: host.token,
        headers,
        body: { rules: { minNights: 3 } },
      }),
      200,
    );
    expect(await ask(propertyId, stay)).toMatchObject({ found: false, status: 422 });
  });

  it('are all those of a place that is paused, whose host alone still sees the calendar', async () => {
    const propertyId = await place(app, host);
    expectStatus(await app.post(`/v1/properties/${propertyId}/pause`, undefined, host.token), 200);
    const stay = { propertyId, checkIn: '2055-03-10', checkOut: '2055-03-12', guests: { adults: 1 } };
    expect((await app.post('/v1/quotes', stay, guest.token)).status).toBe(404);
    const path = `/v1/properties/${propertyId}/calendar?from=2055-03-10&to=2055-03-12`;
    expect([(await app.get(path)).status, (await app.get(path, host.token)).status]).toEqual([404, 200]);
  });

  it('are those that begin on the next day for a host who sleeps west of the date line, and today east of it', async () => {
    // 17:00 UTC on 1 March is 06:00 on 2 March at Taveuni, and 06:00 on 1 March on Hawaii.
    const fiji = await place(app, host, {
      address: { line1: '1', city: 'Taveuni', country: 'FJ' },
      location: { latitude: -16.9, longitude: 179.95 },
    });
    const hawaii = await place(app, host, {
      address: { line1: '1', city: 'Hilo', country: 'US' },
      location: { latitude: 19.7, longitude: -155.09 },
    });
    expect(await ask(fiji, ['2055-03-01', '2055-03-03'])).toMatchObject({
      found: false,
      broken: ['past'],
      free: false,
    });
    expect(await ask(fiji, ['2055-03-02', '2055-03-03'])).toMatchObject({ found: true, status: 201 });
    expect(await ask(hawaii, ['2055-03-01', '2055-03-03'])).toMatchObject({ found: true, status: 201, free: true });
  });

  it('keep every invariant', () => expectInvariants(app));
});
