import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  pay,
  person,
  place,
  quote,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';

const MANY = 100;
const ALL_INTENTS = '/v1/payment_intents';

const { app, stripe, host, guest, journals } = await openMarket({ STRIPE_RETRIES: '0', LOG_LEVEL: 'error' });

describe('when Stripe fails', () => {
  let rival: Person;
  let propertyId: string;
  let onRequest: string;
  let nextNight = 0;

  function nights() {
    nextNight += 3;
    const day = (offset: number) => new Date(Date.UTC(2027, 4, nextNight + offset)).toISOString().slice(0, 10);
    return { checkIn: day(0), checkOut: day(2) };
  }

  beforeAll(async () => {
    rival = await person(app, 'Rita');
    propertyId = await place(app, host);
    onRequest = await place(app, host, {
      rules: { bookingMode: 'request', minNights: 1, maxNights: 30, cancellationPolicy: 'flexible' },
    });
  });

  afterEach(() => stripe.clearFaults());
  it('holds the nights, says when to ask again, and then gives the booking to the same key', async () => {
    const quoteId = await quote(app, guest, { propertyId, ...nights() });
    const post = () =>
      app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, { 'Idempotency-Key': quoteId });
    await stripe.fault({ status500: true, count: 1, pathPrefix: ALL_INTENTS });
    const failed = await post();
    expect(expectStatus(failed, 503).code).toBe('payments_unavailable');
    expect(failed.headers.get('retry-after')).toBe('5');
    const booking = expectStatus(await post(), 201);
    expect(booking.payment.clientSecret).toMatch(/^pi_.*_secret_/);
    const replayed = await post();
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
    expect(replayed.body.id).toBe(booking.id);
  });

  it('makes one PaymentIntent though the answer to the first call was lost', async () => {
    const quoteId = await quote(app, guest, { propertyId, ...nights() });
    await stripe.fault({ answerLostAfterEffect: true, pathPrefix: ALL_INTENTS });
    await app.post('/v1/bookings', { quoteId }, guest.token, newKey());
    await app.advance('PT1M');
    const [payment] = await app.sql<{ id: string; intent: string | null }>(
      `SELECT p.id, stripe_payment_intent_id AS intent FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE b.quote_id = $1`,
      [quoteId],
    );
    expect(payment?.intent).toMatch(/^pi_/);
  });

  it('confirms a booking whose webhook was lost', async () => {
    const booking = await book(app, guest, { propertyId, ...nights() });
    await stripe.fault({ dropWebhooks: true, count: MANY });
    expectStatus(await pay(app, booking.payment), 200);
    await app.advance('PT6M');
    const confirmed = await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(confirmed.payment.status).toBe('captured');
  });

  it('books a capture once though each webhook comes several times', async () => {
    await stripe.fault({ duplicateWebhooks: true, count: MANY });
    const { id } = await confirmedBooking(app, guest, { propertyId, ...nights() });
    expect(await journals({ id })).toEqual(['capture']);
  });

  it('books the nights again when the payment is learnt of after the hold, and they are free', async () => {
    const booking = await book(app, guest, { propertyId, ...nights() });
    await stripe.fault({ dropWebhooks: true, count: MANY });
    expectStatus(await pay(app, booking.payment), 200);
    await stripe.fault({ status500: true, count: MANY, pathPrefix: ALL_INTENTS });
    await app.advance('PT16M');
    await bookingWhen(app, guest, booking.id, 'expired');
    await stripe.clearFaults();
    await app.advance('PT30M');
    await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(await app.sql('SELECT FROM claims WHERE booking_id = $1', [booking.id])).toHaveLength(1);
  });

  it('gives all of a late payment back when the nights are gone', async () => {
    const stay = nights();
    const booking = await book(app, guest, { propertyId, ...stay });
    await stripe.fault({ dropWebhooks: true, count: MANY });
    expectStatus(await pay(app, booking.payment), 200);
    await stripe.fault({ status500: true, count: MANY, pathPrefix: ALL_INTENTS });
    await app.advance('PT16M');
    await bookingWhen(app, guest, booking.id, 'expired');
    await stripe.clearFaults();
    await book(app, rival, { propertyId, ...stay });
    await app.advance('PT10M');
    const { body } = await app.get<{ status: string; payment: { refunded: object } }>(
      `/v1/bookings/${booking.id}`,
      guest.token,
    );
    expect(body).toMatchObject({ status: 'expired', payment: { refunded: booking.total } });
    expect(await journals(booking)).toEqual(['capture', 'refund']);
    const told = await app.sql(`SELECT FROM events WHERE type = 'booking.payment_late' AND subject_id = $1`, [
      booking.id,
    ]);
    expect(told).toHaveLength(1);
  });

  it('gives money back once though the answer to the refund was lost', async () => {
    const booking = await confirmedBooking(app, guest, { propertyId, ...nights() });
    await stripe.fault({ answerLostAfterEffect: true, pathPrefix: '/v1/refunds' });
    expectStatus(await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()), 200);
    await app.advance('PT1M');
    expect(await journals(booking)).toEqual(['capture', 'refund']);
    const { body } = await app.get<{ payment: { refunded: object } }>(`/v1/bookings/${booking.id}`, guest.token);
    expect(body.payment.refunded).toEqual(booking.total);
  });

  it('keeps the host’s yes until the money can be taken', async () => {
    const booking = await book(app, guest, { propertyId: onRequest, ...nights() });
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, host, booking.id, 'requested');
    await stripe.fault({ status500: true, count: MANY, pathPrefix: ALL_INTENTS });
    const accepted = expectStatus(
      await app.post<BookingAnswer & { acceptedAt: string | null }>(
        `/v1/bookings/${booking.id}/accept`,
        undefined,
        host.token,
        newKey(),
      ),
      200,
    );
    expect(accepted).toMatchObject({ status: 'requested', acceptedAt: expect.any(String) });
    expectStatus(await app.post(`/v1/bookings/${booking.id}/decline`, undefined, host.token, newKey()), 409);
    await stripe.clearFaults();
    await app.advance('PT10M');
    await bookingWhen(app, host, booking.id, 'confirmed');
  });

  it('never takes money when guest and host answer at the same moment, or gives it back', async () => {
    for (let round = 0; round < 5; round += 1) {
      const booking = await book(app, guest, { propertyId: onRequest, ...nights() });
      expectStatus(await pay(app, booking.payment), 200);
      await bookingWhen(app, host, booking.id, 'requested');
      const post = (who: Person, action: string) =>
        app.post(`/v1/bookings/${booking.id}/${action}`, undefined, who.token, newKey());
      await Promise.all([post(host, 'accept'), post(guest, 'cancel'), post(host, 'decline')]);
      await app.advance('PT10M');
      const [money] = await app.sql<{ status: string; kept: number }>(
        `SELECT b.status, (p.captured_amount - p.refunded_amount)::int AS kept
         FROM bookings b JOIN payments p ON p.booking_id = b.id WHERE b.id = $1`,
        [booking.id],
      );
      expect(['cancelled_by_guest', 'declined', 'confirmed']).toContain(money?.status);
      expect(money?.kept).toBe(money?.status === 'confirmed' ? booking.total.amount : 0);
    }
  });

  it('takes no webhook that Stripe has not signed', async () => {
    const body = { id: 'evt_1', object: 'event', type: 'payment_intent.succeeded', data: { object: {} } };
    const unsigned = await app.post<ProblemAnswer>('/v1/webhooks/stripe', body);
    expect(expectStatus(unsigned, 400).code).toBe('invalid_signature');
    const forged = await app.post<ProblemAnswer>('/v1/webhooks/stripe', body, undefined, {
      'Stripe-Signature': 't=1,v1=00',
    });
    expect(expectStatus(forged, 400).code).toBe('invalid_signature');
    expect(await app.sql(`SELECT FROM stripe_events WHERE id = 'evt_1'`)).toEqual([]);
  });

  it('keeps every invariant', () => expectInvariants(app));
});
