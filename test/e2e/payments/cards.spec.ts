import { describe, expect, it } from '@jest/globals';
import { bookingWhen, confirmedBooking, expectStatus, pay, place, waitFor, type BookingAnswer, newKey } from '#testing';
import { openMarket } from '../support/market.js';
import { expectWhole } from '../support/whole.js';

const { app, stripe, host, guest, held, read, timesTold: facts } = await openMarket({ LOG_LEVEL: 'error' });

describe('cards', () => {
  const failure = (booking: BookingAnswer, code: string): Promise<BookingAnswer> =>
    waitFor(`${code} to be known`, async () => {
      const now = await read(booking);
      return now.payment.failureCode === code ? now : undefined;
    });

  it.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
  ])('that fail as %s leave the booking to be paid with another', async (card, code) => {
    const booking = await held();
    expect((await pay(app, booking.payment, card)).status).toBe(402);
    const failed = await failure(booking, code);
    expect(failed).toMatchObject({
      status: 'pending_payment',
      payment: { status: 'requires_payment', captured: { amount: 0 } },
    });
    expect(failed.nextActions).toContain('pay');
    expect(failed.expiresAt).toBe(booking.expiresAt);

    expectStatus(await pay(app, failed.payment), 200);
    const confirmed = await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(confirmed.payment).toMatchObject({ status: 'captured', captured: booking.total, clientSecret: null });
    const charges = await stripe.charges(booking.payment.paymentIntentId);
    expect(charges.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
    expect(await facts(booking, 'payment.failed')).toBe(1);
    expect(await facts(booking, 'payment.captured')).toBe(1);
  });

  it('that fail twice are told of twice', async () => {
    const booking = await held();
    await pay(app, booking.payment, 'pm_card_chargeDeclined');
    await stripe.quiet();
    await pay(app, booking.payment, 'pm_card_chargeDeclined');
    await stripe.quiet();
    expect(await facts(booking, 'payment.failed')).toBe(2);
    expect((await read(booking)).status).toBe('pending_payment');
  });

  it('of which the bank wants to see the holder are charged once they have shown themselves', async () => {
    const booking = await held();
    const answer = await pay(app, booking.payment, 'pm_card_authenticationRequired');
    expect(answer.body).toMatchObject({ status: 'requires_action' });
    await stripe.quiet();
    expect(await read(booking)).toMatchObject({ status: 'pending_payment', payment: { status: 'requires_payment' } });
    await stripe.authenticate(booking.payment.paymentIntentId, 'succeed');
    expect((await bookingWhen(app, guest, booking.id, 'confirmed')).payment.captured).toEqual(booking.total);
  });

  it('whose holder the bank did not recognise are not charged, and another may be', async () => {
    const booking = await held();
    await pay(app, booking.payment, 'pm_card_authenticationRequired');
    await stripe.authenticate(booking.payment.paymentIntentId, 'fail');
    const failed = await failure(booking, 'payment_intent_authentication_failure');
    expect(failed).toMatchObject({ status: 'pending_payment', payment: { captured: { amount: 0 } } });
    expectStatus(await pay(app, failed.payment, 'pm_card_mastercard'), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
  });

  it('with a recognised holder and no money do not pay', async () => {
    const booking = await held();
    await pay(app, booking.payment, 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds');
    await stripe.authenticate(booking.payment.paymentIntentId, 'succeed');
    expect((await failure(booking, 'insufficient_funds')).status).toBe('pending_payment');
  });

  it('that are held for a request, and fail, do not ask the host', async () => {
    const booking = await held({ rules: { bookingMode: 'request', cancellationPolicy: 'flexible' } });
    await pay(app, booking.payment, 'pm_card_chargeDeclined');
    await failure(booking, 'generic_decline');
    expect(await facts(booking, 'booking.requested')).toBe(0);
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, guest, booking.id, 'requested');
    expect(await facts(booking, 'booking.requested')).toBe(1);
  });

  it('whose holder disputes the payment later leave the stay as it is', async () => {
    const booking = await held();
    expectStatus(await pay(app, booking.payment, 'pm_card_createDispute'), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    const other = await held();
    await pay(app, other.payment);
    await bookingWhen(app, guest, other.id, 'confirmed');
    await stripe.dispute(other.payment.paymentIntentId);
    await stripe.quiet();
    for (const disputed of [booking, other]) {
      expect(await read(disputed)).toMatchObject({
        status: 'confirmed',
        payment: { status: 'captured', captured: booking.total },
      });
      expect(await facts(disputed, 'payment.captured')).toBe(1);
    }
  });

  it('with a dispute can be cancelled all the same, and give nothing back twice', async () => {
    const booking = await held();
    await pay(app, booking.payment, 'pm_card_createDispute');
    await bookingWhen(app, guest, booking.id, 'confirmed');
    const cancelled = expectStatus(
      await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()),
      200,
    );
    expect(cancelled).toMatchObject({ status: 'cancelled_by_guest', payment: { refunded: { amount: 0 } } });
  });

  it.each([
    ['JPY', 15_000, 51_300],
    ['KWD', 100_000, 342_000],
    ['EUR', 10_001, 34_203],
  ])('are charged in %s to the last unit', async (currency, nightly, total) => {
    const propertyId = await place(app, host, { pricing: { nightly: { amount: nightly, currency } } });
    const stay = { propertyId, checkIn: '2027-03-01', checkOut: '2027-03-04' };
    const booking = await confirmedBooking(app, guest, stay);
    expect(booking.total).toEqual({ amount: total, currency });
    const charges = await stripe.charges(booking.payment.paymentIntentId);
    expect(charges.map(({ amount_captured }) => amount_captured)).toEqual([total]);
  });

  it('leave the books and Stripe in agreement', () => expectWhole(app));
});
