import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
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
  newKey,
} from '#testing';
import { dropParked, listParked, replayParked } from '../../../apps/api/src/operations/parked/parked.js';
import { letterTo } from '../support/letters.js';
import { expectInvariants, expectWhole } from '../support/whole.js';

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

  async function confirmed(card: string, cancellationPolicy = 'flexible'): Promise<BookingAnswer> {
    const propertyId = await place(app, host, { rules: { cancellationPolicy } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    expectStatus(await pay(app, booking.payment, card), 200);
    return bookingWhen(app, guest, booking.id, 'confirmed');
  }

  /** A booking that was paid with this card, and is cancelled two days later. */
  async function cancelled(card: string, cancellationPolicy = 'flexible', by = guest): Promise<BookingAnswer> {
    const booking = await confirmed(card, cancellationPolicy);
    await app.advance('P2D');
    return expectStatus(
      await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, by.token, newKey()),
      200,
    );
  }

  const read = async ({ id }: { id: string }, who = guest): Promise<BookingAnswer> =>
    expectStatus(await app.get<BookingAnswer>(`/v1/bookings/${id}`, who.token), 200);

  const whenRefund = (booking: BookingAnswer, status: string): Promise<BookingAnswer> =>
    waitFor(`the refund to be ${status}`, async () => {
      const now = await read(booking);
      return now.payment.refunds[0]?.status === status ? now : undefined;
    });

  const balances = async ({ id }: { id: string }): Promise<Record<string, number>> => {
    const found = await app.sql<{ account: string; amount: number }>(
      `SELECT account, sum(amount)::integer AS amount
       FROM entries JOIN journals ON journals.id = journal_id
       WHERE booking_id = $1 GROUP BY account HAVING sum(amount) <> 0`,
      [id],
    );
    return Object.fromEntries(found.map(({ account, amount }) => [account, amount]));
  };

  const failures = async ({ id }: { id: string }): Promise<object[]> =>
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
    expectStatus(await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()), 200);
    await stripe.clearFaults();
    await whenRefund(booking, 'succeeded');
    await stripe.banksAnswer();
    await whenRefund(booking, 'failed');
    await app.advance('P1D');
    expect(await read(booking)).toMatchObject({ status: 'cancelled_by_guest', payment: { refunds: [{}] } });
    expect(await balances(booking)).toEqual({ stripe_clearing: 34_200, guest_payable: -34_200 });
  });

  it('that Stripe will not make while the bank decides about the payment is not tried for ever, nor owed twice', async () => {
    const { id } = await cancelled('pm_card_createDispute', 'flexible', host);
    const [refund] = (await read({ id })).payment.refunds;
    expect(refund).toMatchObject({ status: 'failed', failureReason: 'charge_disputed' });
    expect(await balances({ id })).toEqual({ stripe_clearing: 34_200, disputed: -34_200 });
    await letterTo(app, guest, /^Your refund waits for your bank/);
    await app.advance('P7D');
    expect(await failures({ id })).toEqual([{ payload: expect.objectContaining({ reason: 'charge_disputed' }) }]);
    expect(await app.sql('SELECT attempts, last_error, retry_at FROM payments WHERE booking_id = $1', [id])).toEqual([
      { attempts: 0, last_error: null, retry_at: null },
    ]);
  });

  it('that comes back because the payment is disputed meanwhile is left to the bank too, not owed to the guest', async () => {
    const booking = await cancelled('pm_card_refundFail');
    await stripe.dispute(booking.payment.paymentIntentId);
    await stripe.banksAnswer();
    const reason = 'charge_for_pending_refund_disputed';
    expect((await whenRefund(booking, 'failed')).payment).toMatchObject({
      refunded: { amount: 0 },
      refunds: [{ failureReason: reason }],
    });
    expect(await balances(booking)).toEqual({ stripe_clearing: 34_200, disputed: -34_200 });
    expect(await failures(booking)).toEqual([{ payload: expect.objectContaining({ reason, disputed: true }) }]);
  });

  it('that was made as the process died, and came back before anybody had noted it, is owed to the guest', async () => {
    const { id, payment } = await confirmed('pm_card_refundFail');
    await stripe.fault({ answerLostAfterEffect: true, count: 100, pathPrefix: '/v1/refunds' });
    expectStatus(await app.post(`/v1/bookings/${id}/cancel`, undefined, guest.token, newKey()), 200);
    // A process that has died notes no failure, and what it had taken is left alone for a while.
    await app.sql(
      `UPDATE payments
       SET attempts = 0, refusals = 0, last_error = NULL, retry_at = retry_at + INTERVAL '10 minutes'
       WHERE booking_id = $1`,
      [id],
    );
    await stripe.clearFaults();
    await stripe.banksAnswer();
    await app.advance('PT5M');
    await stripe.quiet();
    await app.advance('PT1H');
    expect(await stripe.refunds(payment.paymentIntentId)).toHaveLength(1);
    expect((await read({ id })).payment).toMatchObject({ refunded: { amount: 0 }, refunds: [{ status: 'failed' }] });
    expect(await balances({ id })).toEqual({ stripe_clearing: 34_200, guest_payable: -34_200 });
  });

  it('that failed waits for a person, who can let go of it but not have it tried again', async () => {
    const client = new pg.Client({ connectionString: app.database.url });
    await client.connect();
    const booking = await cancelled('pm_card_createDispute');
    const id = booking.payment.refunds[0]?.id ?? '';
    const waiting = async () => (await listParked(client)).filter((parked) => parked.kind === 'refund');
    const metric = async () => (await app.get<string>('/metrics')).body;
    const before = await waiting();
    expect(before.find((parked) => parked.id === id)).toMatchObject({
      what: `34200 in minor units of USD, for booking ${booking.id}`,
      lastError: 'charge_disputed',
    });
    expect(await metric()).toContain(`roost_parked{kind="refund"} ${before.length}\n`);
    expect(await replayParked(client, id)).toBe(0);
    expect(await dropParked(client, id)).toBe(1);
    expect(await waiting()).toHaveLength(before.length - 1);
    expect(await metric()).toContain(`roost_parked{kind="refund"} ${before.length - 1}\n`);
    await client.end();
  });

  it('leaves the books and Stripe in agreement, whatever came of it', () => expectWhole(app));

  it('that Stripe will not make, ever, is owed to the guest', async () => {
    const { id, payment } = await confirmed('pm_card_visa');
    // By hand, at Stripe: our books do not hear of it, so this test comes after they were compared.
    await stripe.refundByHand(payment.paymentIntentId);
    const cancelledNow = expectStatus(
      await app.post(`/v1/bookings/${id}/cancel`, undefined, guest.token, newKey()),
      200,
    );
    expect(cancelledNow).toMatchObject({
      payment: { refunded: { amount: 0 }, refunds: [{ status: 'failed', failureReason: 'charge_already_refunded' }] },
    });
    expect(await balances({ id })).toEqual({ stripe_clearing: 34_200, guest_payable: -34_200 });
    await expectInvariants(app);
  });
});
