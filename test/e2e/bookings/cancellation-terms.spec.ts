import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#dates';
import { confirmedBooking, expectStatus, place, waitFor, type BookingAnswer, type Person, newKey } from '#testing';
import { openMarket } from '../support/market.js';
import { CLEANING, NIGHTLY, PET, priceOf, refundOf, type Terms } from '../support/cancellations.js';
import { lettersTo } from '../support/letters.js';
import { freeNights } from '../support/nights.js';
import { PLACES } from '../support/places.js';
import { expectWhole } from '../support/whole.js';

interface Cancellation {
  cancelledBy: string;
  refund: { amount: number };
  lines: { paid: { amount: number }; refund: { amount: number }; kept: { amount: number } }[];
  reasons: { code: string }[];
  validUntil: string | null;
}

interface Options {
  /** where it is, when not in Albany */
  where?: keyof typeof PLACES;
  checkOut?: string;
  nights?: number;
  /** booked at the moment itself, and not long before */
  isFresh?: boolean;
}

interface Case extends Options {
  at: string;
  policy: string;
  terms: Terms;
}

const BOOKED_AT = '2030-01-20T17:00:00Z';
const cancelled = (at: string, policy: string, terms: Terms, options: Options = {}): Case => ({
  at,
  policy,
  terms,
  ...options,
});
const IN_TIME = (percent: number): Terms => ({ percent, keptNights: 0, hasBegun: false });
const LATE = (percent: number, keptNights: number): Terms => ({ percent, keptNights, hasBegun: false });
const IN_STAY = (percent: number, keptNights: number): Terms => ({ percent, keptNights, hasBegun: true });
const GRACE: Terms = { percent: 100, keptNights: 0, hasBegun: false, isGrace: true };

/**
 * Four nights in Albany from 12 March 2030, from 15:00 on: 19:00 UTC, and 20:00 UTC before the night of 9 March, when
 * summer time begins there. Two minutes before each step, and half a minute after it.
 */
const CASES: Case[] = [
  ...['flexible', 'moderate', 'limited', 'firm', 'strict'].map((policy) =>
    cancelled('2030-01-21T16:58:00Z', policy, GRACE),
  ),
  cancelled('2030-01-21T16:58:00Z', 'non_refundable', IN_TIME(0)),
  ...['flexible', 'moderate', 'limited', 'firm'].map((policy) =>
    cancelled('2030-01-21T17:05:00Z', policy, IN_TIME(100)),
  ),
  cancelled('2030-01-21T17:05:00Z', 'strict', IN_TIME(50)),
  cancelled('2030-02-10T19:58:00Z', 'firm', IN_TIME(100)),
  cancelled('2030-02-10T19:58:00Z', 'flexible', IN_TIME(100), { checkOut: '2030-04-09', nights: 28 }),
  cancelled('2030-02-10T20:00:30Z', 'firm', IN_TIME(50)),
  cancelled('2030-02-10T20:00:30Z', 'flexible', LATE(100, 28), { checkOut: '2030-04-09', nights: 28 }),
  cancelled('2030-02-26T19:58:00Z', 'limited', IN_TIME(100)),
  cancelled('2030-02-26T20:00:30Z', 'limited', IN_TIME(50)),
  ...['limited', 'firm', 'strict'].map((policy) => cancelled('2030-03-05T19:58:00Z', policy, IN_TIME(50))),
  cancelled('2030-03-05T19:58:00Z', 'strict', GRACE, { isFresh: true }),
  ...['limited', 'firm', 'strict'].map((policy) => cancelled('2030-03-05T20:00:30Z', policy, IN_TIME(0))),
  cancelled('2030-03-05T20:00:30Z', 'strict', IN_TIME(0), { isFresh: true }),
  cancelled('2030-03-07T19:58:00Z', 'moderate', IN_TIME(100)),
  cancelled('2030-03-07T20:00:30Z', 'moderate', LATE(50, 1)),
  cancelled('2030-03-10T23:58:00Z', 'flexible', IN_TIME(100), { where: 'kiritimati' }),
  cancelled('2030-03-11T00:00:30Z', 'flexible', LATE(100, 1), { where: 'kiritimati' }),
  cancelled('2030-03-11T18:58:00Z', 'flexible', IN_TIME(100)),
  cancelled('2030-03-11T19:00:30Z', 'flexible', LATE(100, 1)),
  cancelled('2030-03-11T23:58:00Z', 'moderate', LATE(50, 1), { where: 'kiritimati' }),
  cancelled('2030-03-12T00:00:30Z', 'moderate', IN_STAY(50, 2), { where: 'kiritimati' }),
  cancelled('2030-03-12T18:58:00Z', 'flexible', LATE(100, 1)),
  cancelled('2030-03-12T18:58:00Z', 'strict', IN_TIME(0)),
  cancelled('2030-03-12T18:58:00Z', 'non_refundable', IN_TIME(0)),
  cancelled('2030-03-12T19:00:30Z', 'flexible', IN_STAY(100, 2)),
  cancelled('2030-03-12T19:00:30Z', 'moderate', IN_STAY(50, 2)),
  cancelled('2030-03-12T19:00:30Z', 'strict', IN_STAY(0, 0)),
  cancelled('2030-03-12T19:00:30Z', 'non_refundable', IN_STAY(0, 0)),
  cancelled('2030-03-13T00:58:00Z', 'flexible', LATE(100, 1), { where: 'honolulu' }),
  cancelled('2030-03-13T01:00:30Z', 'flexible', IN_STAY(100, 2), { where: 'honolulu' }),
  cancelled('2030-03-14T18:58:00Z', 'flexible', IN_STAY(100, 3)),
  cancelled('2030-03-14T19:00:30Z', 'flexible', IN_STAY(100, 4)),
];

/** Check-in times that make 14:00 UTC+14 and 15:00 UTC−10 of these places. */
const CHECK_IN_FROM = { kiritimati: '14:00', honolulu: '15:00' } as Partial<Record<keyof typeof PLACES, string>>;

const { app, stripe, host, guest } = await openMarket();

describe('a cancellation', () => {
  const booked = new Map<Case, BookingAnswer>();
  let cancelledSoFar = 0;

  beforeAll(async () => {
    await app.sql(`
      INSERT INTO tax_rules (name, authority, country, kind, basis_points, base)
      VALUES ('Occupancy tax', 'Albany County', 'US', 'percent', 1000, '{night,cleaning}')`);
    await app.moveTo(BOOKED_AT);
    for (const each of CASES) if (!each.isFresh) booked.set(each, await confirmed(each));
  });

  const confirmed = async ({
    policy: cancellationPolicy,
    where,
    checkOut = '2030-03-16',
  }: Case): Promise<BookingAnswer> => {
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const propertyId = await place(app, host, {
      ...(where && PLACES[where]),
      pricing: { nightly: usd(NIGHTLY), cleaningFee: usd(CLEANING), petFee: usd(PET) },
      rules: { cancellationPolicy, checkInFrom: (where && CHECK_IN_FROM[where]) ?? '15:00', maxNights: 30 },
    });
    return confirmedBooking(app, guest, {
      propertyId,
      checkIn: '2030-03-12',
      checkOut,
      guests: { adults: 2, pets: 1 },
    });
  };

  const preview = async (booking: BookingAnswer, by = guest): Promise<Cancellation> =>
    expectStatus(await app.get<Cancellation>(`/v1/bookings/${booking.id}/cancellation`, by.token), 200);

  const cancel = (booking: BookingAnswer, by = guest) =>
    app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, by.token, newKey());

  const sum = (shown: Cancellation, column: 'paid' | 'refund' | 'kept'): number =>
    shown.lines.reduce((all, line) => all + line[column].amount, 0);

  /** Nobody is left owing: what is with Stripe is owed to host, platform and tax office, none less than nothing. */
  const expectFairBooks = async ({ id }: BookingAnswer): Promise<void> => {
    const accounts = await app.sql<{ account: string; amount: string }>(
      `SELECT account, sum(e.amount) AS amount
       FROM entries e JOIN journals j ON j.id = e.journal_id
       WHERE j.booking_id = $1
       GROUP BY account`,
      [id],
    );
    for (const { account, amount } of accounts) {
      expect(account === 'stripe_clearing' ? Number(amount) : -Number(amount)).toBeGreaterThanOrEqual(0);
    }
  };

  const expectShown = (shown: Cancellation, booking: BookingAnswer, refund: number): void => {
    expect(shown.refund.amount).toBe(refund);
    expect([sum(shown, 'paid'), sum(shown, 'refund')]).toEqual([booking.total.amount, refund]);
    for (const { paid, refund: back, kept } of shown.lines) expect(back.amount + kept.amount).toBe(paid.amount);
  };

  const expectEnded = async (booking: BookingAnswer, refund: number): Promise<void> => {
    const refunds = await stripe.refunds(booking.payment.paymentIntentId);
    expect(refunds.map(({ amount }) => amount)).toEqual(refund === 0 ? [] : [refund]);
    expect(await app.sql('SELECT FROM claims WHERE booking_id = $1', [booking.id])).toEqual([]);
    await expectFairBooks(booking);
    cancelledSoFar += 1;
  };

  it.each(CASES)('at $at under $policy gives back what was shown before: $terms', async (each) => {
    const { at, terms, where, nights = 4, isFresh } = each;
    if (new Date(at) > (await clock())) await app.moveTo(at);
    const booking = isFresh ? await confirmed(each) : booked.get(each);
    if (!booking) throw new Error('there is no such booking');
    const isTaxed = where === undefined || where === 'honolulu';
    const discountPercent = each.policy === 'non_refundable' ? 10 : 0;
    expect(booking.total.amount).toBe(priceOf(nights, isTaxed, discountPercent).total);
    const refund = refundOf(nights, isTaxed, terms);

    const shown = await preview(booking);
    expectShown(shown, booking, refund);
    expect(shown.reasons[0]?.code).toBe(terms.isGrace ? 'grace' : 'policy');
    if (shown.validUntil !== null) expect(new Date(shown.validUntil) > new Date(at)).toBe(true);

    const answer = expectStatus(await cancel(booking), 200);
    expect(answer).toMatchObject({ status: 'cancelled_by_guest', payment: { refunded: { amount: refund } } });
    await expectEnded(booking, refund);
    if (!terms.hasBegun) {
      expect(
        await freeNights(app, { propertyId: booking.propertyId, checkIn: '2030-03-13', checkOut: '2030-03-16' }),
      ).toEqual([true, true, true]);
    }
    const again = { code: 'illegal_transition', from: 'cancelled_by_guest', to: 'cancelled_by_guest' };
    expect(await cancel(booking)).toMatchObject({ status: 409, body: again });
    expect(await app.get(`/v1/bookings/${booking.id}/cancellation`, guest.token)).toMatchObject({
      status: 409,
      body: again,
    });
  });

  const clock = async (): Promise<Date> =>
    new Date(expectStatus(await app.post<{ now: string }>('/sandbox/clock', { advance: 'PT0S' }), 200).now);

  it.each(['PT1M', 'P31D', 'P34D'])(
    'by the host, %s after it was booked for 32 days later, gives everything back and blocks the nights',
    async (later) => {
      const propertyId = await place(app, host, { rules: { cancellationPolicy: 'non_refundable' } });
      const day = async (days: number) =>
        new Date((await clock()).getTime() + days * DAY_MS).toISOString().slice(0, 10);
      const stay = { propertyId, checkIn: await day(32), checkOut: await day(36) };
      const booking = await confirmedBooking(app, guest, stay);
      await app.advance(later);
      const shown = await preview(booking, host);
      expectShown(shown, booking, booking.total.amount);
      expect(shown.reasons).toMatchObject([{ code: 'host_cancelled' }]);
      const answer = expectStatus(await cancel(booking, host), 200);
      expect(answer).toMatchObject({ status: 'cancelled_by_host', payment: { refunded: booking.total } });
      await expectEnded(booking, booking.total.amount);
      expect(await freeNights(app, stay)).toEqual([false, false, false, false]);
      const blocks = await app.get<{ data: object[] }>(`/v1/properties/${propertyId}/blocks`, host.token);
      expect(blocks.body.data).toMatchObject([{ from: stay.checkIn, to: stay.checkOut }]);
      const again = { code: 'illegal_transition', from: 'cancelled_by_host', to: 'cancelled_by_guest' };
      expect(await cancel(booking)).toMatchObject({ status: 409, body: again });
    },
  );

  it('many times at once happens once', async () => {
    const propertyId = await place(app, host);
    const booking = await confirmedBooking(app, guest, { propertyId, checkIn: '2030-10-01', checkOut: '2030-10-03' });
    const answers = await Promise.all([guest, host, guest, host, guest].map((by) => cancel(booking, by)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    await stripe.quiet();
    await expectEnded(booking, booking.total.amount);
  });

  it('is told of to both sides by one letter each', async () => {
    const told = async (reader: Person, subject: RegExp) =>
      (await lettersTo(app, reader)).filter((each) => subject.test(each)).length;
    await waitFor('all letters', async () =>
      (await told(host, /^A stay is cancelled/)) >= cancelledSoFar ? true : undefined,
    );
    expect(await told(guest, /^Your stay is cancelled/)).toBe(cancelledSoFar);
    expect(await told(host, /^A stay is cancelled/)).toBe(cancelledSoFar);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
