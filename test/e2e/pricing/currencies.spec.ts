import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  confirmedBooking,
  expectStatus,
  person,
  place,
  StripeSide,
  TestApp,
  type BookingAnswer,
  type Person,
  newKey,
} from '#testing';
import { expectWhole } from '../support/whole.js';

interface Movement {
  id: string;
  amount: number;
  currency: string;
}

interface Preview {
  refund: { amount: number; currency: string };
  lines: { paid: { amount: number }; refund: { amount: number }; kept: { amount: number } }[];
}

/** Stripe's units in one of ours. */
const STRIPE_UNITS: Record<string, number> = { EUR: 1, JPY: 1, KWD: 1, ISK: 100 };

describe.each([
  ['EUR', 10_001],
  ['JPY', 15_333],
  ['KWD', 33_337],
  ['ISK', 15_333],
])('a stay in %s', (currency, nightly) => {
  let app: TestApp;
  let stripe: StripeSide;
  let host: Person;
  let guest: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'error' });
    stripe = new StripeSide(app);
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
  });

  afterAll(() => app.stop());

  /** Quoted, booked, paid and cancelled at the end of the grace period, so that only a part goes back. */
  async function cancelledStay(nights: number): Promise<{ booking: BookingAnswer; preview: Preview }> {
    const money = (amount: number) => ({ amount, currency });
    const propertyId = await place(app, host, {
      pricing: { nightly: money(nightly), cleaningFee: money(1111), weeklyDiscountPercent: 12.5 },
      rules: { cancellationPolicy: 'strict' },
    });
    const stay = { propertyId, checkIn: '2027-06-01', checkOut: `2027-06-${String(1 + nights).padStart(2, '0')}` };
    const booking = await confirmedBooking(app, guest, stay);
    await app.advance('P2D');
    const preview = await app.get<Preview>(`/v1/bookings/${booking.id}/cancellation`, guest.token);
    const path = `/v1/bookings/${booking.id}/cancel`;
    return {
      booking: expectStatus(await app.post<BookingAnswer>(path, undefined, guest.token, newKey()), 200),
      preview: expectStatus(preview, 200),
    };
  }

  it.each([1, 3, 8])('of %i nights is paid and half given back, to the last unit', async (nights) => {
    const { booking, preview } = await cancelledStay(nights);
    const { captured, refunded } = booking.payment;
    expect(captured).toEqual(booking.total);
    expect(refunded).toEqual(preview.refund);
    expect(refunded.amount).toBeGreaterThan(0);
    expect(refunded.amount).toBeLessThan(captured.amount);
    const kept = preview.lines.reduce((sum, line) => sum + line.kept.amount, 0);
    expect(kept + refunded.amount).toBe(captured.amount);
    const [owed] = await app.sql<{ amount: number }>(
      `SELECT -sum(amount)::integer AS amount FROM entries JOIN journals ON journals.id = journal_id
       WHERE booking_id = $1 AND account <> 'stripe_clearing'`,
      [booking.id],
    );
    expect((owed?.amount ?? 0) + refunded.amount).toBe(captured.amount);
  });

  it('leaves as much on the balance at Stripe as in the books', async () => {
    const movements = await stripe.all<Movement>('/v1/balance_transactions');
    expect(new Set(movements.map((movement) => movement.currency))).toEqual(new Set([currency.toLowerCase()]));
    const balance = movements.reduce((sum, { amount }) => sum + amount, 0);
    const [books] = await app.sql<{ amount: number; currencies: string[] }>(
      `SELECT sum(amount)::integer AS amount, array_agg(DISTINCT currency::text) AS currencies
       FROM entries WHERE account = 'stripe_clearing'`,
    );
    expect(books).toEqual({ amount: balance / (STRIPE_UNITS[currency] ?? 1), currencies: [currency] });
    if (STRIPE_UNITS[currency] === 1) await expectWhole(app);
  });
});
