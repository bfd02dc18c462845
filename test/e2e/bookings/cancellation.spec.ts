import { describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  place,
  waitFor,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';

interface Cancellation {
  cancelledBy: string;
  refund: { amount: number };
  lines: { kind: string; paid: { amount: number }; refund: { amount: number }; kept: { amount: number } }[];
  reasons: { code: string }[];
}

interface Cancelled extends BookingAnswer {
  code: ProblemAnswer['code'];
  payment: BookingAnswer['payment'] & { refunded: { amount: number } };
}

const { app, host, guest } = await openMarket();

describe('a cancellation', () => {
  const stay = { checkIn: '2027-07-01', checkOut: '2027-07-05' };

  const preview = async (who: Person, id: string) =>
    expectStatus(await app.get<Cancellation>(`/v1/bookings/${id}/cancellation`, who.token), 200);
  const cancel = (who: Person, id: string) =>
    app.post<Cancelled>(`/v1/bookings/${id}/cancel`, undefined, who.token, newKey());

  async function confirmed(cancellationPolicy: string): Promise<{ booking: BookingAnswer; propertyId: string }> {
    const pricing = { nightly: { amount: 10_000, currency: 'USD' }, cleaningFee: { amount: 4_000, currency: 'USD' } };
    const rules = { bookingMode: 'instant', minNights: 1, maxNights: 30, cancellationPolicy };
    const propertyId = await place(app, host, { pricing, rules });
    return { propertyId, booking: await confirmedBooking(app, guest, { propertyId, ...stay }) };
  }

  const books = (id: string) =>
    app.sql<{ account: string; amount: number }>(
      `SELECT e.account, sum(e.amount)::int AS amount FROM entries e JOIN journals j ON j.id = e.journal_id
       WHERE j.booking_id = $1 GROUP BY e.account HAVING sum(e.amount) <> 0`,
      [id],
    );

  it('by the host gives everything back, blocks the nights, and leaves the books empty', async () => {
    const { booking, propertyId } = await confirmed('strict');
    expect(await preview(host, booking.id)).toMatchObject({ cancelledBy: 'host', refund: booking.total });
    const cancelled = expectStatus(await cancel(host, booking.id), 200);
    expect(cancelled).toMatchObject({ status: 'cancelled_by_host', payment: { refunded: booking.total } });
    expect(await books(booking.id)).toEqual([]);
    const claims = await app.sql<{ kind: string }>('SELECT kind FROM claims WHERE property_id = $1', [propertyId]);
    expect(claims).toEqual([{ kind: 'cancelled' }]);
  });

  it('by the host takes the nights for good: they are shown as what they are, and not given back to be sold again', async () => {
    const { booking, propertyId } = await confirmed('flexible');
    expectStatus(await cancel(host, booking.id), 200);
    const blocks = await app.get<{ data: { id: string }[] }>(`/v1/properties/${propertyId}/blocks`, host.token);
    const shown = {
      from: stay.checkIn,
      to: stay.checkOut,
      reason: 'cancelled',
      note: `Cancelled booking ${booking.code}`,
    };
    expect(blocks.body.data).toMatchObject([shown]);
    const id = blocks.body.data[0]?.id ?? '';
    const path = `/v1/properties/${propertyId}/blocks/${id}`;
    expect((await app.get(path, host.token)).body).toMatchObject(shown);
    expect(await app.call('DELETE', path, { token: host.token })).toMatchObject({
      status: 409,
      body: { code: 'blocked_for_good' },
    });
    const lift = 'mutation ($propertyId: ID!, $id: ID!) { deleteBlock(propertyId: $propertyId, id: $id) { id } }';
    const { errors } = await app.graphql(lift, { propertyId, id }, host.token);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['blocked_for_good']);

    const calendar = `/v1/properties/${propertyId}/calendar?from=${stay.checkIn}&to=${stay.checkOut}`;
    const reasons = async (who?: Person) =>
      (await app.get<{ data: { reasons: { rule: string }[] }[] }>(calendar, who?.token)).body.data.flatMap((day) =>
        day.reasons.map(({ rule }) => rule),
      );
    expect(await reasons(host)).toEqual(Array(4).fill('cancelled'));
    expect(await reasons(guest)).toEqual(Array(4).fill('unavailable'));
    const again = { propertyId, ...stay, guests: { adults: 1 } };
    expect((await app.post('/v1/quotes', again, guest.token)).status).toBe(409);
  });

  it('within a day of the confirmation gives everything back, whatever the policy', async () => {
    const { booking } = await confirmed('strict');
    const shown = await preview(guest, booking.id);
    expect(shown).toMatchObject({ refund: booking.total, reasons: [{ code: 'grace' }] });
    expect(expectStatus(await cancel(guest, booking.id), 200).payment.refunded).toEqual(booking.total);
  });

  it('gives back what was shown before, to the cent, and nothing twice', async () => {
    const made = await Promise.all(['flexible', 'moderate', 'strict'].map(confirmed));
    await app.post('/sandbox/clock', { now: '2027-06-29T12:00:00Z' });
    const refunds = [];
    for (const { booking } of made) {
      const shown = await preview(guest, booking.id);
      expect(shown.lines.reduce((sum, line) => sum + line.refund.amount, 0)).toBe(shown.refund.amount);
      expect(shown.lines.every(({ paid, refund, kept }) => paid.amount === refund.amount + kept.amount)).toBe(true);
      const cancelled = expectStatus(await cancel(guest, booking.id), 200);
      expect(cancelled.payment.refunded.amount).toBe(shown.refund.amount);
      expect(expectStatus(await cancel(guest, booking.id), 409)).toMatchObject({ code: 'illegal_transition' });
      refunds.push(shown.refund.amount);
    }
    const [flexible = 0, moderate = 0, strict = 0] = refunds;
    expect(flexible).toBe(made[0]?.booking.total.amount);
    expect(moderate).toBeLessThan(flexible);
    expect(moderate).toBeGreaterThan(strict);
  });

  it('asked for ten times at once happens once', async () => {
    const { booking } = await confirmed('flexible');
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(guest, booking.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    const refunds = await app.sql(
      `SELECT FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE p.booking_id = $1`,
      [booking.id],
    );
    expect(refunds).toHaveLength(1);
  });

  it('of a stay that has begun keeps the nights stayed', async () => {
    const { booking } = await confirmed('flexible');
    await app.post('/sandbox/clock', { now: '2027-07-02T12:00:00Z' });
    await waitFor('the stay to begin', async () => {
      const { body } = await app.get<BookingAnswer>(`/v1/bookings/${booking.id}`, guest.token);
      return body.status === 'in_stay' ? body : undefined;
    });
    const shown = await preview(guest, booking.id);
    const nights = shown.lines.filter(({ kind }) => kind === 'night').map(({ refund }) => refund.amount);
    expect(nights).toEqual([0, 0, 10_000, 10_000]);
    const cancelled = expectStatus(await cancel(guest, booking.id), 200);
    expect(cancelled.payment.refunded.amount).toBe(shown.refund.amount);
    const left = await books(booking.id);
    expect(left.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  });

  it('keeps every invariant', () => expectInvariants(app));
});
