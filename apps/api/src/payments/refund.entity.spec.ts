import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RefundStatus } from '#contracts/payments.dto.js';
import { Refund } from './refund.entity.js';

const NOW = new Date('2027-03-01T12:00:00Z');

function wanted(): Refund {
  const shares = { host: 90, platform: 10, tax: 0 };
  return Refund.intend({ id: 'p', currency: 'EUR' }, { purpose: 'cancellation', shares, lines: [] }, NOW);
}

const see = (refund: Refund, status: RefundStatus) =>
  refund.see({ id: 're_1', status, failureReason: status === 'failed' ? 'unknown' : null }, NOW);

describe('a refund', () => {
  it.each<[RefundStatus[], (string | undefined)[], RefundStatus]>([
    [['succeeded'], ['went'], 'succeeded'],
    [['intended', 'succeeded'], [undefined, 'went'], 'succeeded'],
    [['intended', 'failed'], [undefined, 'never_went'], 'failed'],
    [['succeeded', 'failed'], ['went', 'came_back'], 'failed'],
    [['succeeded', 'intended'], ['went', undefined], 'succeeded'],
    [['succeeded', 'failed', 'succeeded', 'failed'], ['went', 'came_back', undefined, undefined], 'failed'],
  ])('that is seen as %j makes the news %j', (seen, news, status) => {
    const refund = wanted();
    expect(seen.map((each) => see(refund, each))).toEqual(news);
    expect(refund).toMatchObject({ status, stripeRefundId: 're_1', lastError: status === 'failed' ? 'unknown' : null });
  });

  it('that Stripe will not make never went', () => {
    expect(wanted().see({ id: null, status: 'failed', failureReason: 'no' }, NOW)).toBe('never_went');
  });

  it('goes once and fails once, however often and in whatever order it is read', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<RefundStatus>('intended', 'succeeded', 'failed')), (seen) => {
        const refund = wanted();
        const news = seen.map((each) => see(refund, each)).filter((each) => each !== undefined);
        expect([[], ['went'], ['never_went'], ['went', 'came_back']]).toContainEqual(news);
      }),
    );
  });
});
