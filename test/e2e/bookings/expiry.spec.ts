import { beforeAll, describe, expect, it } from '@jest/globals';
import { book, bookingWhen, expectStatus, pay, person, place, type BookingAnswer, type Person, newKey } from '#testing';
import { whileHeldBack } from '../support/held-back.js';
import { openMarket } from '../support/market.js';
import { letterTo, lettersTo } from '../support/letters.js';
import { freeNights } from '../support/nights.js';
import { expectWhole } from '../support/whole.js';

const STAY = { checkIn: '2027-06-01', checkOut: '2027-06-04' };
const FREE = [true, true, true];
const TAKEN = [false, false, false];
const ALL = 10_000;

const {
  app,
  stripe,
  host,
  guest,
  read,
  eventsAbout: facts,
} = await openMarket({ LOG_LEVEL: 'fatal', STRIPE_RETRIES: '0' });

describe('a hold', () => {
  let other: Person;

  beforeAll(async () => {
    other = await person(app, 'Olga');
  });

  const held = async (changes: object = {}): Promise<BookingAnswer> =>
    book(app, guest, { propertyId: await place(app, host, changes), ...STAY });

  /** Stripe takes the guest's money, and the application cannot know before the hold has expired. */
  const paidUnseen = async (booking: BookingAnswer): Promise<void> => {
    await stripe.fault({ dropWebhooks: true, count: ALL });
    expectStatus(await pay(app, booking.payment), 200);
    await stripe.quiet();
    await stripe.fault({
      status500: true,
      count: ALL,
      pathPrefix: `/v1/payment_intents/${booking.payment.paymentIntentId}`,
    });
    await app.advance('PT16M');
    expect(await read(booking)).toMatchObject({ status: 'expired', payment: { status: 'requires_payment' } });
  };

  const seenLate = async (): Promise<void> => {
    await stripe.clearFaults();
    await app.advance('PT2H');
    await stripe.quiet();
  };

  it('lasts fifteen minutes, and then gives the nights back', async () => {
    const booking = await held();
    await app.advance('PT14M');
    expect((await read(booking)).status).toBe('pending_payment');
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(TAKEN);
    await app.advance('PT1M');
    const expired = await read(booking);
    expect(expired).toMatchObject({
      status: 'expired',
      nextActions: [],
      payment: { status: 'cancelled', clientSecret: null },
    });
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    expect((await stripe.intent(booking.payment.paymentIntentId)).status).toBe('canceled');
    expect((await pay(app, booking.payment)).status).toBe(400);
    expect((await app.post(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey())).body).toMatchObject({
      code: 'illegal_transition',
      from: 'expired',
      to: 'cancelled_by_guest',
    });
    await letterTo(app, guest, /^Your booking has expired/);
  });

  it('that expires while the bank is asked takes no money', async () => {
    const booking = await held();
    await pay(app, booking.payment, 'pm_card_authenticationRequired');
    await app.advance('PT15M');
    expect((await read(booking)).status).toBe('expired');
    expect(await stripe.authenticate(booking.payment.paymentIntentId, 'succeed')).toBe(400);
    expect(await stripe.charges(booking.payment.paymentIntentId)).toEqual([]);
  });

  it('that is paid too late is the guest’s again when the nights are still free', async () => {
    const booking = await held();
    await paidUnseen(booking);
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    await seenLate();
    expect(await read(booking)).toMatchObject({
      status: 'confirmed',
      endedAt: null,
      payment: { status: 'captured', captured: booking.total },
    });
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(TAKEN);
    expect(await facts(booking, 'booking.payment_late')).toMatchObject([{ outcome: 'confirmed' }]);
    await letterTo(app, guest, /^Your stay is booked/);
  });

  it('that is paid too late is refunded in full when somebody else has the nights', async () => {
    const booking = await held({ title: 'The garden room' });
    await paidUnseen(booking);
    const rival = await book(app, other, { propertyId: booking.propertyId, ...STAY });
    await pay(app, rival.payment);
    await seenLate();
    await bookingWhen(app, other, rival.id, 'confirmed');
    expect(await read(booking)).toMatchObject({
      status: 'expired',
      payment: { status: 'captured', captured: booking.total, refunded: booking.total },
    });
    const refunds = await stripe.refunds(booking.payment.paymentIntentId);
    expect(refunds).toMatchObject([{ amount: booking.total.amount, status: 'succeeded' }]);
    expect(await facts(booking, 'booking.payment_late')).toMatchObject([{ outcome: 'refunded' }]);
    const subjects = await letterTo(app, guest, /^Your payment came too late: The garden room/);
    expect(subjects.filter((subject) => subject === 'Your payment came too late: The garden room')).toHaveLength(1);
    expect(subjects).not.toContain('Your stay is booked: The garden room');
  });

  it('that is paid too late is refunded when the host has blocked a night', async () => {
    const booking = await held();
    await paidUnseen(booking);
    const block = { from: '2027-06-03', to: '2027-06-05' };
    expectStatus(await app.post(`/v1/properties/${booking.propertyId}/blocks`, block, host.token), 201);
    await seenLate();
    expect(await read(booking)).toMatchObject({ status: 'expired', payment: { refunded: booking.total } });
  });

  it('that is paid too late is refunded when the place takes no guests any more', async () => {
    const booking = await held();
    await paidUnseen(booking);
    expectStatus(await app.post(`/v1/properties/${booking.propertyId}/pause`, undefined, host.token), 200);
    await seenLate();
    const { status, payment } = await read(booking);
    expect([status, payment.captured, payment.refunded]).toEqual(['expired', booking.total, booking.total]);
  });

  it('that its guest gives up in the moment it is paid is refunded in full', async () => {
    const booking = await held();
    await stripe.fault({ dropWebhooks: true, count: ALL });
    expectStatus(await pay(app, booking.payment), 200);
    const cancelled = expectStatus(
      await app.post<BookingAnswer>(`/v1/bookings/${booking.id}/cancel`, undefined, guest.token, newKey()),
      200,
    );
    expect(cancelled.status).toBe('cancelled_by_guest');
    await seenLate();
    expect((await read(booking)).payment).toMatchObject({ captured: booking.total, refunded: booking.total });
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
  });

  describe('for a request', () => {
    const asked = () => held({ rules: { bookingMode: 'request' } });

    it('that is paid too late comes before the host when the nights are still free', async () => {
      const booking = await asked();
      await paidUnseen(booking);
      await seenLate();
      const requested = await read(booking);
      expect(requested).toMatchObject({ status: 'requested', endedAt: null, payment: { status: 'authorised' } });
      expect(Date.parse(requested.expiresAt ?? '')).toBeGreaterThan(Date.parse(booking.expiresAt ?? ''));
      expect(await freeNights(app, { ...booking, ...STAY })).toEqual(TAKEN);
      expect(await facts(booking, 'booking.payment_late')).toMatchObject([{ outcome: 'requested' }]);
      expectStatus(await app.post(`/v1/bookings/${booking.id}/accept`, undefined, host.token, newKey()), 200);
      expect((await bookingWhen(app, guest, booking.id, 'confirmed')).payment.captured).toEqual(booking.total);
    });

    it('that is paid too late, and that the host does not answer then, expires once more and lets the money go', async () => {
      const booking = await asked();
      await paidUnseen(booking);
      await seenLate();
      await app.advance('P1DT1H');
      await stripe.quiet();
      expect(await read(booking)).toMatchObject({ status: 'expired', payment: { status: 'cancelled' } });
      expect(await facts(booking, 'booking.payment_late')).toHaveLength(1);
    });

    it('that is paid too late is let go when somebody else has the nights', async () => {
      const booking = await asked();
      await paidUnseen(booking);
      const block = { from: '2027-06-01', to: '2027-06-02' };
      expectStatus(await app.post(`/v1/properties/${booking.propertyId}/blocks`, block, host.token), 201);
      await seenLate();
      expect(await read(booking)).toMatchObject({
        status: 'expired',
        payment: { status: 'cancelled', captured: { amount: 0 } },
      });
      expect(await facts(booking, 'booking.requested')).toEqual([]);
      expect(await facts(booking, 'booking.payment_late')).toMatchObject([{ outcome: 'released' }]);
      expect((await stripe.intent(booking.payment.paymentIntentId)).status).toBe('canceled');
    });
  });

  it.each(['instant', 'request'])(
    'of kind %s that is paid in its last moment does not expire, whoever hears first',
    async (bookingMode) => {
      const after = bookingMode === 'instant' ? 'confirmed' : 'requested';
      for (let round = 0; round < 4; round += 1) {
        const booking = await held({ rules: { bookingMode } });
        const [paid] = await Promise.all([pay(app, booking.payment), app.advance('PT15M')]);
        await stripe.quiet();
        const { status, payment } = await read(booking);
        const isThere = status === after;
        expect([isThere, paid.status === 200 && payment.status !== 'cancelled']).toEqual([isThere, isThere]);
        expect(await freeNights(app, { ...booking, ...STAY })).toEqual(isThere ? TAKEN : FREE);
      }
    },
  );

  it.each(['instant', 'request'])(
    'of kind %s whose payment is known, and not yet told, does not expire',
    async (bookingMode) => {
      const booking = await held({ rules: { bookingMode } });
      await whileHeldBack(app, async () => {
        expectStatus(await pay(app, booking.payment), 200);
        await stripe.quiet();
        expect((await read(booking)).status).toBe('pending_payment');
        await app.advance('PT15M');
      });
      expect((await read(booking)).status).toBe(bookingMode === 'instant' ? 'confirmed' : 'requested');
      await app.advance('PT1H');
      expect(await facts(booking, 'booking.expired')).toEqual([]);
    },
  );

  it('expires once, whoever looks: two processes on one database', async () => {
    const second = await app.join({ LOG_LEVEL: 'fatal' });
    try {
      const bookings = await Promise.all(Array.from({ length: 12 }, () => held()));
      const before = (await lettersTo(app, guest)).length + (await lettersTo(second, guest)).length;
      await Promise.all([app.advance('PT15M'), second.advance('PT15M')]);
      for (const booking of bookings) {
        expect((await read(booking)).status).toBe('expired');
        expect(await facts(booking, 'booking.expired')).toHaveLength(1);
        expect(await facts(booking, 'payment.cancelled')).toHaveLength(1);
        expect(await freeNights(second, { ...booking, ...STAY })).toEqual(FREE);
      }
      await Promise.all([app.advance('PT1S'), second.advance('PT1S')]);
      const after = (await lettersTo(app, guest)).length + (await lettersTo(second, guest)).length;
      expect(after - before).toBe(bookings.length);
    } finally {
      await second.stop();
    }
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
