import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  pay,
  newKey,
  place,
  quote,
  waitFor,
  type BookingAnswer,
} from '#testing';
import { openMarket, STAY } from '../support/market.js';
import { expectWhole } from '../support/whole.js';

type Fault = 'answerLostAfterEffect' | 'status500' | 'status429';

const ANSWER_LOST: Fault = 'answerLostAfterEffect';

/**
 * What goes wrong, in order. Stripe's library is told not to repeat calls, so that nearly every fault is ours to deal
 * with.
 */
const TROUBLES: Fault[][] = [
  [ANSWER_LOST],
  ['status500'],
  ['status429'],
  [ANSWER_LOST, ANSWER_LOST],
  [ANSWER_LOST, 'status500'],
  ['status500', ANSWER_LOST],
  ['status429', ANSWER_LOST, 'status500', 'status429'],
];

const { app, stripe, host, guest, held, read } = await openMarket({
  LOG_LEVEL: 'fatal',
  STRIPE_RETRIES: '0',
  STRIPE_TIMEOUT_MS: '400',
});

describe('when Stripe fails', () => {
  beforeEach(() => stripe.clearFaults());

  /** Each fault befalls one call whose path begins so. */
  const trouble = async (faults: Fault[], pathPrefix: string): Promise<void> => {
    for (const fault of faults) await stripe.fault({ [fault]: true, pathPrefix });
  };

  const intentsOf = async ({ payment }: BookingAnswer): Promise<string[]> =>
    (await stripe.intents()).filter(({ metadata }) => metadata.payment_id === payment.id).map(({ status }) => status);

  /** Time for retries, a little more of it each time, but not so much that a hold expires. */
  const whileItRetries = async (): Promise<void> => {
    for (const seconds of [3, 5, 10, 20, 60]) await app.advance(`PT${seconds}S`);
  };

  it.each(TROUBLES.map((faults) => [faults.join(', '), faults] as const))(
    'with %s, asking again with the same key gives one booking with one PaymentIntent',
    async (_name, faults) => {
      const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
      await trouble(faults, '/v1/payment_intents');
      const headers = { 'idempotency-key': quoteId };
      const statuses: number[] = [];
      let answer = await app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, headers);
      while (answer.status === 503 && statuses.length < 10) {
        statuses.push(answer.status);
        expect(answer.body).toMatchObject({ code: 'payments_unavailable' });
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
        answer = await app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, headers);
      }
      expect(statuses.length).toBeLessThanOrEqual(faults.length);
      const booking = expectStatus(answer, 201);
      expect(await app.sql('SELECT FROM bookings WHERE quote_id = $1', [quoteId])).toHaveLength(1);
      expectStatus(await pay(app, booking.payment), 200);
      await bookingWhen(app, guest, booking.id, 'confirmed');
      expect(await intentsOf(booking)).toEqual(['succeeded']);
      expect(await stripe.charges(booking.payment.paymentIntentId)).toHaveLength(1);
    },
  );

  it('an error after a lost answer does not make a second PaymentIntent', async () => {
    const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
    const headers = { 'idempotency-key': quoteId };
    // Of a connection that is reset, the library repeats the call at once, whatever it was told.
    for (const faults of [[ANSWER_LOST, ANSWER_LOST], ['status500'], ['status500']] satisfies Fault[][]) {
      await trouble(faults, '/v1/payment_intents');
      expectStatus(await app.post('/v1/bookings', { quoteId }, guest.token, headers), 503);
    }
    const booking = expectStatus(await app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, headers), 201);
    expect(await intentsOf(booking)).toEqual(['requires_payment_method']);
  });

  it('an answer that comes too late is not waited for, and not paid for twice', async () => {
    const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
    await stripe.fault({ delayMs: 900, pathPrefix: '/v1/payment_intents' });
    const headers = { 'idempotency-key': quoteId };
    expectStatus(await app.post('/v1/bookings', { quoteId }, guest.token, headers), 503);
    const booking = await waitFor('Stripe to be done with the first call', async () => {
      const answer = await app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, headers);
      return answer.status === 503 ? undefined : expectStatus(answer, 201);
    });
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(await intentsOf(booking)).toEqual(['succeeded']);
  });

  it('a booking whose guest does not ask again can be paid as soon as Stripe is back', async () => {
    const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
    await trouble([ANSWER_LOST, 'status500'], '/v1/payment_intents');
    expectStatus(await app.post('/v1/bookings', { quoteId }, guest.token, newKey()), 503);
    await whileItRetries();
    const listed = await app.get<{ data: BookingAnswer[] }>('/v1/bookings?role=guest&limit=1', guest.token);
    const booking = listed.body.data[0];
    if (!booking) throw new Error('the booking is gone');
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(await intentsOf(booking)).toEqual(['succeeded']);
  });

  it.each(TROUBLES.map((faults) => [faults.join(', '), faults] as const))(
    'with %s, an accepted request is captured once',
    async (_name, faults) => {
      const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
      const booking = await book(app, guest, { propertyId, ...STAY });
      await pay(app, booking.payment);
      await bookingWhen(app, guest, booking.id, 'requested');
      await stripe.quiet();
      await trouble(faults, `/v1/payment_intents/${booking.payment.paymentIntentId}/capture`);
      const accepted = expectStatus(
        await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/accept`, undefined, host.token, newKey()),
        200,
      );
      expect(accepted.acceptedAt).not.toBeNull();
      await whileItRetries();
      expect(await read(booking)).toMatchObject({
        status: 'confirmed',
        payment: { status: 'captured', captured: booking.total },
      });
      expect(
        (await stripe.charges(booking.payment.paymentIntentId)).map(({ amount_captured }) => amount_captured),
      ).toEqual([booking.total.amount]);
    },
  );

  it.each(TROUBLES.map((faults) => [faults.join(', '), faults] as const))(
    'with %s, a cancelled stay is refunded once',
    async (_name, faults) => {
      const booking = await confirmedBooking(app, guest, { propertyId: await place(app, host), ...STAY });
      await stripe.quiet();
      await trouble(faults, '/v1/refunds');
      const cancelled = expectStatus(
        await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()),
        200,
      );
      expect(cancelled.status).toBe('cancelled_by_guest');
      await whileItRetries();
      expect((await read(booking)).payment.refunded).toEqual(booking.total);
      expect((await stripe.refunds(booking.payment.paymentIntentId)).map(({ amount }) => amount)).toEqual([
        booking.total.amount,
      ]);
    },
  );

  it('what is held for a declined request is let go as soon as Stripe is back', async () => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    await pay(app, booking.payment);
    await bookingWhen(app, guest, booking.id, 'requested');
    await stripe.quiet();
    await trouble(
      ['status500', ANSWER_LOST, 'status429'],
      `/v1/payment_intents/${booking.payment.paymentIntentId}/cancel`,
    );
    const declined = expectStatus(
      await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/decline`, undefined, host.token, newKey()),
      200,
    );
    expect(declined.status).toBe('declined');
    await whileItRetries();
    expect((await read(booking)).payment.status).toBe('cancelled');
    expect((await stripe.intent(booking.payment.paymentIntentId)).status).toBe('canceled');
  });

  it('for half a day, a refund that its bank sends back meanwhile is heard of all the same', async () => {
    const booking = await held();
    expectStatus(await pay(app, booking.payment, 'pm_card_refundFail'), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    expectStatus(await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()), 200);
    expect(await read(booking)).toMatchObject({ payment: { refunds: [{ status: 'succeeded' }] } });
    await stripe.quiet();
    // Only the event tells of it.
    await stripe.fault({ status500: true, pathPrefix: '/v1/', count: 100_000 });
    await stripe.banksAnswer();
    for (let hour = 0; hour < 12; hour += 1) await app.advance('PT1H');
    await stripe.clearFaults();
    await app.advance('PT1H');
    expect(await read(booking)).toMatchObject({ payment: { refunds: [{ status: 'failed' }] } });
  });

  it('the books and Stripe agree in the end', () => expectWhole(app));
});
