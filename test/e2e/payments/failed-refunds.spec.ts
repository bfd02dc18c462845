import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  expectStatus,
  pay,
  person,
  place,
  StripeSide,
  TestApp,
  waitFor,
  type BookingAnswer,
  type Person,
} from '#testing';
import { letterTo } from '../support/letters.js';
import { expectWhole } from '../support/whole.js';

const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };

describe('a refund', () => {
  let app: TestApp;
  let stripe: StripeSide;
  let host: Person;
  let guest: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    stripe = new StripeSide(app);
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
  });

  afterAll(() => app.stop());

  async function cancelled(card: string, cancellationPolicy = 'flexible'): Promise<BookingAnswer> {
    const propertyId = await place(app, host, { rules: { cancellationPolicy } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    expectStatus(await pay(app, booking.payment, card), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    await app.advance('P2D');
    return expectStatus(
      await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token),
      200,
    );
  }

  const read = async ({ id }: BookingAnswer, who = guest): Promise<BookingAnswer> =>
    expectStatus(await app.get<BookingAnswer>(`/v1/bookings/${id}`, who.token), 200);

  const whenRefund = (booking: BookingAnswer, status: string): Promise<BookingAnswer> =>
    waitFor(`the refund to be ${status}`, async () => {
      const now = await read(booking);
      return now.payment.refunds[0]?.status === status ? now : undefined;
    });

  const balances = async ({ id }: BookingAnswer): Promise<Record<string, number>> => {
    const found = await app.sql<{ account: string; amount: number }>(
      `SELECT account, sum(amount)::integer AS amount
       FROM entries JOIN journals ON journals.id = journal_id
       WHERE booking_id = $1 GROUP BY account HAVING sum(amount) <> 0`,
      [id],
    );
    return Object.fromEntries(found.map(({ account, amount }) => [account, amount]));
  };

  const failures = async ({ id }: BookingAnswer): Promise<object[]> =>
    app.sql(`SELECT payload FROM events WHERE subject_id = $1 AND type = 'payment.refund_failed'`, [id]);

  it('that the bank sends back after it had succeeded is owed to the guest, and seen by both sides', async () => {
    const booking = await cancelled('pm_card_refundFail', 'strict');
    const half = { amount: 17_100, currency: 'USD' };
    expect(booking.payment).toMatchObject({ refunded: half, refunds: [{ status: 'succeeded', failureReason: null }] });
    const before = await balances(booking);
    await stripe.banksAnswer();

    const failed = await whenRefund(booking, 'failed');
    expect(failed).toMatchObject({ status: 'cancelled_by_guest', payment: { captured: { amount: 34_200 } } });
    expect(failed.payment.refunded.amount).toBe(0);
    expect(failed.payment.refunds).toEqual([
      { id: expect.any(String), status: 'failed', amount: half, failureReason: 'expired_or_canceled_card' },
    ]);
    expect((await read(booking, host)).payment.refunds).toEqual(failed.payment.refunds);
    expect(await balances(booking)).toEqual({
      ...before,
      stripe_clearing: 34_200,
      guest_payable: -half.amount,
    });
    await stripe.quiet();
    expect(await failures(booking)).toEqual([
      { payload: expect.objectContaining({ ...half, reason: 'expired_or_canceled_card' }) },
    ]);
    await letterTo(app, guest, /^Your refund did not reach you/);
  });

  it('that fails is told of once, however often Stripe says so', async () => {
    const booking = await cancelled('pm_card_refundFail');
    await stripe.banksAnswer();
    await whenRefund(booking, 'failed');
    for (const event of await stripe.eventsOf(booking.payment.paymentIntentId)) {
      expectStatus(await stripe.deliver({ ...event, id: `${event.id}_again` }), 200);
    }
    await stripe.quiet();
    expect(await failures(booking)).toHaveLength(1);
    expect(await balances(booking)).toEqual({ stripe_clearing: 34_200, guest_payable: -34_200 });
  });

  it('that is pending goes when the bank has taken it', async () => {
    const booking = await cancelled('pm_card_pendingRefund');
    expect(booking.payment).toMatchObject({ refunded: { amount: 0 }, refunds: [{ status: 'intended' }] });
    await stripe.banksAnswer();
    expect((await whenRefund(booking, 'succeeded')).payment.refunded).toEqual(booking.total);
    expect(await balances(booking)).toEqual({});
  });

  it('of a payment that came too late does not bring the booking back when it fails', async () => {
    const propertyId = await place(app, host);
    const booking = await book(app, guest, { propertyId, ...STAY });
    await stripe.fault({ dropWebhooks: true, count: 100 });
    expectStatus(await pay(app, booking.payment, 'pm_card_refundFail'), 200);
    expectStatus(await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token), 200);
    await stripe.clearFaults();
    await whenRefund(booking, 'succeeded');
    await stripe.banksAnswer();
    await whenRefund(booking, 'failed');
    await app.advance('P1D');
    expect(await read(booking)).toMatchObject({ status: 'cancelled_by_guest', payment: { refunds: [{}] } });
    expect(await balances(booking)).toEqual({ stripe_clearing: 34_200, guest_payable: -34_200 });
  });

  it('leaves the books and Stripe in agreement, whatever came of it', () => expectWhole(app));
});
