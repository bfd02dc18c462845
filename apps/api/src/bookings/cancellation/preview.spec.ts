import { describe, expect, it } from '@jest/globals';
import { cancellationPolicies } from '../../properties/cancellation.rules.js';
import { refundOfCancellation, type CancellableBooking } from './preview.js';
import type { ChargedLine } from './refund-lines.js';

const BOOKING: CancellableBooking = {
  id: '01900000-0000-7000-8000-000000000000',
  checkIn: '2027-03-10',
  checkOut: '2027-03-13',
  checkInAt: new Date('2027-03-10T12:00:00Z'),
  timeZone: 'Asia/Kuwait',
  confirmedAt: new Date('2027-03-07T00:00:00Z'),
  currency: 'KWD',
};
const lines = [
  { kind: 'night', description: 'three nights', amount: 30_000 },
  { kind: 'guest_service_fee', description: 'fee', amount: 4217 },
  { kind: 'cleaning', description: 'cleaning', amount: 3 },
] satisfies ChargedLine[];
const SOLD = { lines, cancellationTerms: cancellationPolicies.moderate };

describe('the preview of a cancellation', () => {
  it('gave back 6 fils more than it showed: cards know no single fils', () => {
    const shown = refundOfCancellation(BOOKING, SOLD, 34_220, 'guest', new Date('2027-03-08T00:00:00Z'));
    expect(shown.refund).toBeGreaterThan(0);
    expect(shown.refund).toBeLessThan(34_220);
    expect(shown.refund % 10).toBe(0);
    expect(shown.lines.reduce((sum, line) => sum + line.refund, 0)).toBe(shown.refund);
    for (const { paid, refund, kept } of shown.lines) expect(refund + kept).toBe(paid);
  });

  it('is left as it is where cards know every decimal', () => {
    const shown = refundOfCancellation(
      { ...BOOKING, currency: 'EUR' },
      SOLD,
      34_220,
      'guest',
      new Date('2027-03-08T00:00:00Z'),
    );
    expect(shown.refund % 10).not.toBe(0);
  });
});
