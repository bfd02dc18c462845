import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  person,
  place,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket } from '../support/market.js';
import { PLACES } from '../support/places.js';
import { expectWhole } from '../support/whole.js';

/** A stay with the instants at which it begins and ends, worked out by hand. */
interface ZonedStay {
  name: string;
  where?: object;
  checkInFrom?: string;
  checkOutBy?: string;
  checkIn?: string;
  checkOut?: string;
  begins: string;
  ends: string;
}

/** Two nights from 10 March 2030, from 15:00 to 11:00 there; in Albany, the day on which summer time begins. */
const STAYS: ZonedStay[] = [
  {
    name: 'Kiritimati, UTC+14',
    where: PLACES.kiritimati,
    begins: '2030-03-10T01:00:00Z',
    ends: '2030-03-11T21:00:00Z',
  },
  { name: 'Apia, UTC+13', where: PLACES.apia, begins: '2030-03-10T02:00:00Z', ends: '2030-03-11T22:00:00Z' },
  {
    name: 'Lord Howe Island, UTC+11 in summer',
    where: PLACES.lordHowe,
    begins: '2030-03-10T04:00:00Z',
    ends: '2030-03-12T00:00:00Z',
  },
  {
    name: 'Kathmandu, UTC+5:45',
    where: PLACES.kathmandu,
    begins: '2030-03-10T09:15:00Z',
    ends: '2030-03-12T05:15:00Z',
  },
  { name: 'Lisbon, UTC', where: PLACES.lisbon, begins: '2030-03-10T15:00:00Z', ends: '2030-03-12T11:00:00Z' },
  { name: 'Albany, UTC−4 since that morning', begins: '2030-03-10T19:00:00Z', ends: '2030-03-12T15:00:00Z' },
  { name: 'Honolulu, UTC−10', where: PLACES.honolulu, begins: '2030-03-11T01:00:00Z', ends: '2030-03-12T21:00:00Z' },
  { name: 'Pago Pago, UTC−11', where: PLACES.pagoPago, begins: '2030-03-11T02:00:00Z', ends: '2030-03-12T22:00:00Z' },
  {
    name: 'Baker Island, UTC−12',
    where: PLACES.bakerIsland,
    begins: '2030-03-11T03:00:00Z',
    ends: '2030-03-12T23:00:00Z',
  },
  {
    name: 'Albany at 02:30 of the day that has no such time',
    checkInFrom: '02:30',
    begins: '2030-03-10T07:30:00Z',
    ends: '2030-03-12T15:00:00Z',
  },
  {
    name: 'Albany until 01:30 of the day that has it twice',
    checkIn: '2030-11-01',
    checkOut: '2030-11-03',
    checkOutBy: '01:30',
    begins: '2030-11-01T19:00:00Z',
    ends: '2030-11-03T05:30:00Z',
  },
];

const MARGIN_MS = 20_000;

const { app, host, guest, read, timesTold } = await openMarket();

describe('a stay', () => {
  let stranger: Person;
  const booked = new Map<ZonedStay, BookingAnswer>();

  beforeAll(async () => {
    stranger = await person(app, 'Sam');
    await app.moveTo('2030-03-01T00:00:00Z');
    for (const each of STAYS) booked.set(each, await confirmed(each));
  });

  const confirmed = async (stay: Omit<ZonedStay, 'name' | 'begins' | 'ends'>): Promise<BookingAnswer> => {
    const {
      where,
      checkInFrom = '15:00',
      checkOutBy = '11:00',
      checkIn = '2030-03-10',
      checkOut = '2030-03-12',
    } = stay;
    const propertyId = await place(app, host, { ...where, rules: { checkInFrom, checkOutBy } });
    return confirmedBooking(app, guest, { propertyId, checkIn, checkOut });
  };

  const status = async (booking: BookingAnswer): Promise<string> => (await read(booking)).status;

  const review = async ({ id }: BookingAnswer, by: Person): Promise<[number, string]> => {
    const body = { rating: 5, comment: 'Slept like a bird.' };
    const answer = await app.post<ProblemAnswer>(`/v1/bookings/${id}/reviews`, body, by.token);
    return [answer.status, answer.body.code];
  };

  it.each(STAYS)('in $name begins and ends by the clock on its wall', (each) => {
    expect(booked.get(each)).toMatchObject({
      checkInAt: new Date(each.begins).toISOString(),
      checkOutAt: new Date(each.ends).toISOString(),
    });
  });

  it('begins at its very check-in time, and is completed at its very check-out time, wherever it is', async () => {
    const changes = STAYS.flatMap((stay) => [
      { stay, at: stay.begins, from: 'confirmed', to: 'in_stay' },
      { stay, at: stay.ends, from: 'in_stay', to: 'completed' },
    ]).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    let now = 0;
    for (const { stay, at, from, to } of changes) {
      const booking = booked.get(stay);
      if (!booking) throw new Error('there is no such booking');
      const before = Date.parse(at) - MARGIN_MS;
      if (before > now) {
        await app.moveTo(new Date(before));
        expect([stay.name, at, await status(booking)]).toEqual([stay.name, at, from]);
        await app.moveTo(at);
        now = Date.parse(at);
      }
      expect([stay.name, at, await status(booking)]).toEqual([stay.name, at, to]);
    }
    for (const booking of booked.values()) {
      expect([await timesTold(booking, 'booking.stay_began'), await timesTold(booking, 'booking.completed')]).toEqual([
        1, 1,
      ]);
    }
  });

  it('that is over keeps its nights, and is not cancelled any more', async () => {
    for (const booking of booked.values()) {
      for (const by of [guest, host]) {
        const answer = await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, by.token, newKey());
        expect(answer).toMatchObject({ status: 409, body: { code: 'illegal_transition', from: 'completed' } });
      }
      expect(await app.sql('SELECT FROM claims WHERE booking_id = $1', [booking.id])).toHaveLength(1);
    }
  });

  it('that is slept through in one leap of the clock goes through all its states', async () => {
    const booking = await confirmed({ checkIn: '2030-12-01', checkOut: '2030-12-05' });
    await app.moveTo('2030-12-06T00:00:00Z');
    expect(await status(booking)).toBe('completed');
    expect([await timesTold(booking, 'booking.stay_began'), await timesTold(booking, 'booking.completed')]).toEqual([
      1, 1,
    ]);
  });

  it('begins and ends once, whoever looks: two processes on one database', async () => {
    const second = await app.join();
    try {
      const stay = { checkIn: '2031-01-10', checkOut: '2031-01-12' };
      const bookings = await Promise.all(Array.from({ length: 8 }, () => confirmed(stay)));
      for (const at of ['2031-01-10T20:00:00Z', '2031-01-12T16:00:00Z']) {
        await Promise.all([app.moveTo(at), second.advance('PT0S')]);
        await Promise.all([app.advance('PT0S'), second.advance('PT0S')]);
      }
      for (const booking of bookings) {
        expect(await status(booking)).toBe('completed');
        expect([await timesTold(booking, 'booking.stay_began'), await timesTold(booking, 'booking.completed')]).toEqual(
          [1, 1],
        );
      }
    } finally {
      await second.stop();
    }
  });

  it('is reviewed by its guest, once, and only when it is over', async () => {
    const booking = await confirmed({ checkIn: '2031-02-01', checkOut: '2031-02-03' });
    expect(await review(booking, guest)).toEqual([409, 'stay_not_completed']);
    await app.moveTo('2031-02-03T15:59:30Z');
    expect(await status(booking)).toBe('in_stay');
    expect(await review(booking, guest)).toEqual([409, 'stay_not_completed']);
    await app.moveTo('2031-02-03T16:00:00Z');
    expect(await review(booking, stranger)).toEqual([404, 'not_found']);
    expect((await review(booking, host))[0]).toBeGreaterThanOrEqual(403);
    const answers = await Promise.all([1, 2, 3, 4].map(() => review(booking, guest)));
    expect(answers.map(([code]) => code).sort()).toEqual([201, 409, 409, 409]);
    expect(await review(booking, guest)).toEqual([409, 'already_reviewed']);
    const property = await app.get<{ rating: object }>(`/v1/properties/${booking.propertyId}`);
    expect(property.body.rating).toEqual({ average: 5, count: 1 });
  });

  it('that was cancelled is not reviewed', async () => {
    const booking = await confirmed({ checkIn: '2031-03-01', checkOut: '2031-03-03' });
    expectStatus(await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()), 200);
    await app.moveTo('2031-03-04T00:00:00Z');
    expect(await review(booking, guest)).toEqual([409, 'stay_not_completed']);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
