import { describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  newKey,
  pay,
  place,
  TEST_START,
  type BookingAnswer,
} from '#testing';
import { whileHeldBack } from '../support/held-back.js';
import { openMarket, STAY } from '../support/market.js';
import { letterTo, readLetters } from '../support/letters.js';
import { expectWhole } from '../support/whole.js';

const ALL = 10_000;
const ALL_BACK = /\nRefund: \$342\.00\n/;
const POLICY = /there is no refund/;

const { app, stripe, host, guest, read, eventsAbout } = await openMarket({ LOG_LEVEL: 'fatal', STRIPE_RETRIES: '0' });

/** All that was written about a place to each side, once what is due has been done. */
async function told(title: string): Promise<{ toGuest: string[]; toHost: string[] }> {
  await app.advance('PT1S');
  await letterTo(app, guest, new RegExp(title));
  const about = async (reader: typeof guest) =>
    (await readLetters(app, reader)).filter(({ subject }) => subject.endsWith(title)).map(({ text }) => text);
  return { toGuest: await about(guest), toHost: await about(host) };
}

async function held(title: string, rules: object = {}): Promise<BookingAnswer> {
  return book(app, guest, { propertyId: await place(app, host, { title, rules }), ...STAY });
}

async function cancel({ id }: BookingAnswer, by = guest): Promise<void> {
  expectStatus(await app.post(`/v1/bookings/${id}/cancel`, undefined, by.token, newKey()), 200);
}

/** Stripe takes the guest's money, and does not say so for now. */
async function payUnseen(booking: BookingAnswer): Promise<void> {
  await stripe.fault({ dropWebhooks: true, count: ALL });
  expectStatus(await pay(app, booking.payment), 200);
  await stripe.quiet();
  const pathPrefix = `/v1/payment_intents/${booking.payment.paymentIntentId}`;
  await stripe.fault({ status500: true, count: ALL, pathPrefix });
}

async function seeLate(): Promise<void> {
  await stripe.clearFaults();
  await app.advance('PT2H');
  await stripe.quiet();
}

describe('letters about a booking', () => {
  it('that its guest gives up unpaid say that nothing is due, and do not reach the host, who never heard of it', async () => {
    const booking = await held('An unpaid room');
    await cancel(booking);
    const { toGuest, toHost } = await told('An unpaid room');
    expect(toGuest).toEqual([expect.stringMatching(/As you asked, your booking is cancelled\. You pay nothing/)]);
    expect(toGuest[0]).not.toMatch(/there is no refund|Refund:/);
    expect(toHost).toEqual([]);
  });

  it('that its guest takes back before the host has answered say that what was held is let go', async () => {
    const booking = await held('A room asked for', { bookingMode: 'request' });
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, guest, booking.id, 'requested');
    await cancel(booking);
    const { toGuest, toHost } = await told('A room asked for');
    expect(toGuest).toContainEqual(expect.stringMatching(/You pay nothing: what your bank has set aside is let go/));
    expect(toHost).toContainEqual(expect.stringMatching(/Gil no longer asks to stay/));
    for (const text of [...toGuest, ...toHost]) expect(text).not.toMatch(/there is no refund|Refund/);
  });

  it('that its guest gives up as it is paid are one to the guest, with the whole refund', async () => {
    const booking = await held('A room paid and given up');
    await whileHeldBack(app, async () => {
      expectStatus(await pay(app, booking.payment), 200);
      await stripe.quiet();
      await cancel(booking);
    });
    await app.advance('PT2H');
    expect((await read(booking)).payment.refunded).toEqual(booking.total);
    const { toGuest, toHost } = await told('A room paid and given up');
    expect(toGuest).toEqual([expect.stringMatching(ALL_BACK)]);
    expect(toGuest[0]).not.toMatch(POLICY);
    expect(toHost).toEqual([]);
    expect(await eventsAbout(booking, 'booking.payment_late')).toEqual([]);
  });

  it('that its guest gives up before the payment is known say of the late payment why it goes back', async () => {
    const booking = await held('A room given up and paid');
    await payUnseen(booking);
    await cancel(booking);
    await seeLate();
    expect((await read(booking)).payment.refunded).toEqual(booking.total);
    const { toGuest, toHost } = await told('A room given up and paid');
    expect(toGuest).toHaveLength(2);
    expect(toGuest).toContainEqual(expect.stringMatching(/You pay nothing/));
    const late = toGuest.find((text) => ALL_BACK.test(text));
    expect(late).toMatch(/When your payment arrived, you had cancelled/);
    expect(toGuest.join()).not.toMatch(/there is no refund|no longer free/);
    expect(toHost).toEqual([]);
  });

  it('that is paid late at a place that takes no guests any more do not say that its nights were taken', async () => {
    const booking = await held('A paused room');
    await payUnseen(booking);
    await app.advance('PT16M');
    expectStatus(await app.post(`/v1/properties/${booking.propertyId}/pause`, undefined, host.token), 200);
    await seeLate();
    const { toGuest } = await told('A paused room');
    const late = toGuest.find((text) => ALL_BACK.test(text));
    expect(late).toMatch(/When your payment arrived, the place took no guests any more/);
    const expired = toGuest.find((text) => text !== late);
    expect(expired).not.toMatch(/not charged/);
  });

  it('that costs all of its price to cancel say that there is no refund', async () => {
    const propertyId = await place(app, host, {
      title: 'A room for good',
      rules: { cancellationPolicy: 'non_refundable' },
    });
    const booking = await confirmedBooking(app, guest, { propertyId, ...STAY });
    await cancel(booking);
    const { toGuest, toHost } = await told('A room for good');
    expect(toGuest).toContainEqual(expect.stringMatching(/there is no refund[^]*Refund: \$0\.00/));
    expect(toHost).toContainEqual(expect.stringMatching(/Gil has cancelled[^]*Refund to the guest: \$0\.00/));
  });

  it.each([
    ['booking.cancelled', { refundAmount: 0, currency: 'USD' }, /your booking is cancelled\.\s/],
    ['booking.cancelled', { refundAmount: 34_200, currency: 'USD' }, ALL_BACK],
    ['booking.payment_late', { outcome: 'refunded' }, /When your payment arrived, the booking had ended/],
  ])('are written of a %s from before facts told more: %j', async (type, more, text) => {
    const title = `A room of old ${type} ${JSON.stringify(more).length}`;
    const { id, propertyId } = await held(title);
    const payload = { bookingId: id, propertyId, guestId: guest.id, hostId: host.id, cancelledBy: 'guest', ...more };
    await app.sql(
      `WITH event AS (
         INSERT INTO events (id, type, subject_id, payload, created_at)
         VALUES (gen_random_uuid(), $1, $2, $3, $5)
         RETURNING id)
       INSERT INTO event_deliveries (event_id, handler, due_at)
       SELECT id, $4, $5 FROM event`,
      [type, id, payload, `notifications.${type.replace('.', '_')}`, TEST_START],
    );
    const { toGuest } = await told(title);
    expect(toGuest).toEqual([expect.stringMatching(text)]);
    expect(toGuest[0]).not.toMatch(/there is no refund|no longer free/);
  });

  it('leave the books and Stripe in agreement', () => expectWhole(app));
});
