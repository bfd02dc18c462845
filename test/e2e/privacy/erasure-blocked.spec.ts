import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  newKey,
  pay,
  person,
  place,
  TestApp,
  type BookingAnswer,
  type Person,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { apiKey, organisation } from '../support/partners.js';
import { staff } from '../support/staff.js';

/** What the tests read of an open matter. */
interface Matter {
  type: string;
  id: string;
  reason: string;
  until: string | null;
}

interface Refusal {
  code: string;
  open: Matter[];
}

describe('an account that others rely on', () => {
  let app: TestApp;
  let host: Person;
  let instant: string;
  let onRequest: string;
  let day = 0;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    instant = await place(app, host);
    onRequest = await place(app, host, { rules: { bookingMode: 'request' } });
  });
  afterAll(() => app.stop());

  const stay = (propertyId: string) => ({ propertyId, checkIn: ahead((day += 2)), checkOut: ahead(day + 1) });
  const erase = (who: Person) => app.post<Refusal>('/v1/users/me/erasure', undefined, who.token);
  const confirmed = async (guest: Person) => confirmedBooking(app, guest, stay(instant));
  const requested = async (guest: Person): Promise<BookingAnswer> => {
    const made = await book(app, guest, stay(onRequest));
    expectStatus(await pay(app, made.payment), 200);
    return bookingWhen(app, guest, made.id, 'requested');
  };
  const cancelled = async (guest: Person): Promise<BookingAnswer> => {
    const { id } = await confirmed(guest);
    expectStatus(await app.post(`/v1/bookings/${id}/cancel`, undefined, guest.token, newKey()), 200);
    const done = `SELECT FROM payments WHERE booking_id = '${id}' AND retry_at IS NULL AND refunded_amount > 0`;
    while ((await app.sql(done)).length === 0) await bookingWhen(app, guest, id, 'cancelled_by_guest');
    return bookingWhen(app, guest, id, 'cancelled_by_guest');
  };
  const refundOf = async ({ id }: BookingAnswer) =>
    (
      await app.sql<{ id: string; payment: string }>(
        `SELECT r.id, p.id AS payment FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.booking_id = $1`,
        [id],
      )
    )[0];

  /** Makes the obstacle; whose account it is about, and the matter that is told. */
  const OBSTACLES: [name: string, type: string, make: () => Promise<[Person, id: string]>][] = [
    [
      'a booking that waits for their payment',
      'stay payment',
      async () => {
        const guest = await person(app, 'Gil');
        return [guest, (await book(app, guest, stay(instant))).id];
      },
    ],
    [
      'a request that waits for its answer',
      'stay payment',
      async () => {
        const guest = await person(app, 'Gil');
        return [guest, (await requested(guest)).id];
      },
    ],
    [
      'a stay to come',
      'stay',
      async () => {
        const guest = await person(app, 'Gil');
        return [guest, (await confirmed(guest)).id];
      },
    ],
    [
      'a stay that has begun',
      'stay',
      async () => {
        const guest = await person(app, 'Gil');
        const { id } = await confirmed(guest);
        await app.sql(`UPDATE bookings SET status = 'in_stay' WHERE id = $1`, [id]);
        return [guest, id];
      },
    ],
    [
      'a stay to come at their place',
      'stay payout',
      async () => {
        const other = await person(app, 'Hugo');
        const propertyId = await place(app, other);
        return [other, (await confirmedBooking(app, await person(app, 'Gil'), stay(propertyId))).id];
      },
    ],
    [
      'money that their places have earned',
      'payout payment',
      async () => {
        const other = await person(app, 'Hugo');
        const propertyId = await place(app, other);
        const { id } = await confirmedBooking(app, await person(app, 'Gil'), stay(propertyId));
        await app.sql(`UPDATE bookings SET status = 'completed', ended_at = now() WHERE id = $1`, [id]);
        return [other, other.id];
      },
    ],
    [
      'a payment on its way',
      'payment',
      async () => {
        const guest = await person(app, 'Gil');
        const booking = await cancelled(guest);
        const refund = await refundOf(booking);
        await app.sql(`UPDATE payments SET retry_at = 'infinity' WHERE id = $1`, [refund?.payment]);
        return [guest, refund?.payment ?? ''];
      },
    ],
    [
      'a refund that failed',
      'refund',
      async () => {
        const guest = await person(app, 'Gil');
        const refund = await refundOf(await cancelled(guest));
        await app.sql(`UPDATE refunds SET status = 'failed' WHERE id = $1`, [refund?.id]);
        return [guest, refund?.id ?? ''];
      },
    ],
    [
      'a dispute',
      'dispute',
      async () => {
        const guest = await person(app, 'Gil');
        const booking = await cancelled(guest);
        const refund = await refundOf(booking);
        await app.sql(`UPDATE refunds SET status = 'failed' WHERE id = $1`, [refund?.id]);
        await app.sql(
          `WITH journal AS (
             INSERT INTO journals (id, kind, booking_id, payment_id, refund_id, key, created_at)
             VALUES (gen_random_uuid(), 'refund_failure', $1, $2, $3::uuid, 'refund_failure:' || $3::uuid, now())
             RETURNING id)
           INSERT INTO entries (id, journal_id, account, amount, currency)
           SELECT gen_random_uuid(), journal.id, account, amount, 'USD'
           FROM journal, (VALUES ('stripe_clearing', 100), ('disputed', -100)) AS entry (account, amount)`,
          [booking.id, refund?.payment, refund?.id],
        );
        return [guest, refund?.id ?? ''];
      },
    ],
    [
      'an organisation that would be left without an owner',
      'organisation',
      async () => {
        const owner = await person(app, 'Olga');
        const { id } = await organisation(app, owner);
        const member = await person(app, 'Mia');
        await app.sql(`INSERT INTO organisation_members VALUES ($1, $2, 'member', now())`, [id, member.id]);
        return [owner, id];
      },
    ],
    [
      'keys of an organisation that would be left alone',
      'organisation',
      async () => {
        const owner = await person(app, 'Olga');
        const own = await organisation(app, owner);
        await apiKey(app, owner, own);
        return [owner, own.id];
      },
    ],
    [
      'a role of staff',
      'staff_role',
      async () => {
        const support = await staff(app, 'support');
        return [support, support.id];
      },
    ],
  ];

  it.each(OBSTACLES)('is not erased while there is %s', async (_name, types, make) => {
    const [who, id] = await make();
    const { status, body } = await erase(who);
    expect([status, body.code]).toEqual([409, 'erasure_blocked']);
    // A payment that has come in is looked at once more at Stripe; until then it is told of too.
    const told = new Set(body.open.map(({ type }) => type));
    if (!types.includes('payment')) told.delete('payment');
    expect([...told].sort()).toEqual(types.split(' ').sort());
    expect(body.open.map((matter) => matter.id)).toContain(id);
    const preview = await app.get<{ open: Matter[] }>('/v1/users/me/erasure', who.token);
    expect(preview.body.open).toEqual(body.open);
    expect(await app.sql('SELECT erased_at FROM users WHERE id = $1', [who.id])).toEqual([{ erased_at: null }]);
  });

  it('is told of each matter when it will be over', async () => {
    const guest = await person(app, 'Gil');
    const booking = await confirmed(guest);
    const { body } = await erase(guest);
    expect(body.open[0]).toEqual({
      type: 'stay',
      id: booking.id,
      reason: `You are the guest of booking ${booking.code}, which is confirmed.`,
      until: booking.checkOutAt,
    });
  });

  it('can be erased once nobody does', async () => {
    const guest = await person(app, 'Gil');
    await cancelled(guest);
    expect((await erase(guest)).status).toBe(204);
    expect((await erase(guest)).status).toBe(401);
  });
});
