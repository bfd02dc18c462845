import { beforeAll, describe, expect, it } from '@jest/globals';
import { book, bookingWhen, expectStatus, pay, person, place, type BookingAnswer, type Person } from '#testing';
import { openMarket, STAY } from '../support/market.js';
import { letterTo } from '../support/letters.js';
import { freeNights } from '../support/nights.js';
import { expectWhole } from '../support/whole.js';

const FREE = [true, true, true];
const TAKEN = [false, false, false];

const { app, stripe, host, guest, read, act, timesTold } = await openMarket();

describe('a request to book', () => {
  let stranger: Person;

  beforeAll(async () => {
    stranger = await person(app, 'Sam');
  });

  const asked = async (): Promise<BookingAnswer> => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request', cancellationPolicy: 'moderate' } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    expectStatus(await pay(app, booking.payment), 200);
    return bookingWhen(app, guest, booking.id, 'requested');
  };

  const atStripe = async ({ payment }: BookingAnswer): Promise<string> =>
    (await stripe.intent(payment.paymentIntentId)).status;

  it('holds the money and the nights, and asks the host', async () => {
    const booking = await asked();
    expect(booking.payment).toMatchObject({ status: 'authorised', captured: { amount: 0 } });
    expect(await atStripe(booking)).toBe('requires_capture');
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(TAKEN);
    const forHost = await app.get<BookingAnswer>(`/v1/bookings/${booking.id}`, host.token);
    expect(forHost.body).toMatchObject({ nextActions: ['accept', 'decline'], payment: { clientSecret: null } });
    await letterTo(app, host, /^Gil asks to stay/);
    await letterTo(app, guest, /^Your request was sent/);
  });

  it('that is accepted is paid and confirmed', async () => {
    const booking = await asked();
    const accepted = expectStatus(await act(booking, 'accept', host), 200);
    expect(accepted).toMatchObject({ status: 'confirmed', payment: { status: 'captured', captured: booking.total } });
    expect(await atStripe(booking)).toBe('succeeded');
    expect(expectStatus(await act(booking, 'accept', host), 409)).toMatchObject({
      code: 'illegal_transition',
      from: 'confirmed',
    });
    expect(await act(booking, 'decline', host)).toMatchObject({
      status: 409,
      body: { from: 'confirmed', to: 'declined' },
    });
    await letterTo(app, guest, /^Your stay is booked/);
  });

  it('that is declined lets the money and the nights go', async () => {
    const booking = await asked();
    const declined = expectStatus(await act(booking, 'decline', host), 200);
    expect(declined).toMatchObject({ status: 'declined', payment: { status: 'cancelled', captured: { amount: 0 } } });
    expect(await atStripe(booking)).toBe('canceled');
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    for (const [action, by] of [
      ['decline', host],
      ['accept', host],
      ['cancel', guest],
    ] as const) {
      expect(await act(booking, action, by)).toMatchObject({
        status: 409,
        body: { code: 'illegal_transition', from: 'declined' },
      });
    }
    await letterTo(app, guest, /^Your request was declined/);
  });

  it('that the guest withdraws lets the money and the nights go', async () => {
    const booking = await asked();
    const preview = await app.get(`/v1/bookings/${booking.id}/cancellation`, guest.token);
    expect(preview.body).toMatchObject({ refund: { amount: 0 }, reasons: [{ code: 'nothing_paid' }] });
    expect(expectStatus(await act(booking, 'cancel', guest), 200)).toMatchObject({
      status: 'cancelled_by_guest',
      payment: { status: 'cancelled' },
    });
    expect(await atStripe(booking)).toBe('canceled');
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    expect(await act(booking, 'accept', host)).toMatchObject({
      status: 409,
      body: { from: 'cancelled_by_guest', to: 'confirmed' },
    });
  });

  it('is not for the host to take back: they decline', async () => {
    const booking = await asked();
    expect(await act(booking, 'cancel', host)).toMatchObject({
      status: 409,
      body: { from: 'requested', to: 'cancelled_by_host' },
    });
    expect((await read(booking)).status).toBe('requested');
  });

  it('is not there before it is paid', async () => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    for (const action of ['accept', 'decline']) {
      expect(await act(booking, action, host)).toMatchObject({ status: 409, body: { from: 'pending_payment' } });
    }
  });

  it('is answered by its host alone', async () => {
    const booking = await asked();
    for (const action of ['accept', 'decline', 'cancel']) {
      expect(await act(booking, action, stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    for (const action of ['accept', 'decline']) {
      expect(await act(booking, action, guest)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    expect((await read(booking)).status).toBe('requested');
  });

  it('is not locked, nor is its calendar, by those whom it does not concern: they wait for nobody', async () => {
    const booking = await asked();
    const holder = await app.pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM calendars WHERE property_id = $1 FOR UPDATE', [booking.propertyId]);
      await holder.query('SELECT FROM bookings WHERE id = $1 FOR UPDATE', [booking.id]);
      for (const action of ['accept', 'decline', 'cancel']) {
        expect(await act(booking, action, stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
  });

  it('that is accepted many times at once is captured once', async () => {
    const booking = await asked();
    const answers = await Promise.all(Array.from({ length: 6 }, () => act(booking, 'accept', host)));
    for (const { status, body } of answers) {
      expect(status === 200 || (status === 409 && body.from === 'confirmed')).toBe(true);
    }
    await stripe.quiet();
    expect((await read(booking)).payment.captured).toEqual(booking.total);
    expect(await timesTold(booking, 'booking.confirmed')).toBe(1);
    expect(await timesTold(booking, 'payment.captured')).toBe(1);
  });

  it('that is accepted and declined at once is one of the two', async () => {
    for (let round = 0; round < 4; round += 1) {
      const booking = await asked();
      const [accepted, declined] = await Promise.all([act(booking, 'accept', host), act(booking, 'decline', host)]);
      expect([accepted.status, declined.status].sort()).toEqual([200, 409]);
      await stripe.quiet();
      const { status } = await read(booking);
      expect(status).toBe(accepted.status === 200 ? 'confirmed' : 'declined');
      expect(await atStripe(booking)).toBe(accepted.status === 200 ? 'succeeded' : 'canceled');
    }
  });

  it('that is accepted and withdrawn at once leaves the guest without a stay and with all the money', async () => {
    for (let round = 0; round < 6; round += 1) {
      const booking = await asked();
      const [accepted, withdrawn] = await Promise.all([act(booking, 'accept', host), act(booking, 'cancel', guest)]);
      expect(withdrawn.status).toBe(200);
      expect([200, 409]).toContain(accepted.status);
      await stripe.quiet();
      const { status, payment } = await read(booking);
      expect(status).toBe('cancelled_by_guest');
      expect(payment.captured.amount - payment.refunded.amount).toBe(0);
      expect(['succeeded', 'canceled']).toContain(await atStripe(booking));
      expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    }
  });

  it('that is accepted in its last moment is confirmed or has expired', async () => {
    for (let round = 0; round < 4; round += 1) {
      const booking = await asked();
      const [accepted] = await Promise.all([act(booking, 'accept', host), app.advance('PT24H')]);
      await stripe.quiet();
      const { status, payment } = await read(booking);
      expect([status, accepted.status, payment.status]).toEqual(
        accepted.status === 200 ? ['confirmed', 200, 'captured'] : ['expired', 409, 'cancelled'],
      );
    }
  });

  it('that is not answered for 24 hours lets the money and the nights go', async () => {
    const booking = await asked();
    await app.advance('PT23H59M');
    expect((await read(booking)).status).toBe('requested');
    await app.advance('PT2M');
    expect(await read(booking)).toMatchObject({
      status: 'expired',
      payment: { status: 'cancelled', captured: { amount: 0 } },
    });
    expect(await atStripe(booking)).toBe('canceled');
    expect(await freeNights(app, { ...booking, ...STAY })).toEqual(FREE);
    expect(await act(booking, 'accept', host)).toMatchObject({
      status: 409,
      body: { from: 'expired', to: 'confirmed' },
    });
    await letterTo(app, guest, /^Your booking has expired/);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
