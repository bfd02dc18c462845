import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CancellationTermsDto, NoticeDto } from '#contracts/cancellation-terms.dto.js';
import { CancellationPolicy } from '#contracts/properties/rules.dto.js';
import { addDays, nightsOf, stayOf } from '#dates';
import { policyFor, termsOf } from '../../properties/cancellation.rules.js';
import type { ChargedLine } from './refund-lines.js';
import { refundFor } from './refund.js';

const HOUR = 3_600_000;
/** In UTC, where every day has 24 hours. */
const CHECK_IN = Date.parse('2027-03-30T15:00:00Z');

interface Cancelled {
  lines: readonly ChargedLine[];
  nights: number;
  confirmedAt: number;
  now: number;
}

/** What a partner's program that knows nothing but the published terms makes of a cancellation: a refund a line. */
function refundsByTheTerms(published: readonly CancellationTermsDto[], cancelled: Cancelled): number[] {
  const { lines, nights, now } = cancelled;
  const terms = published.filter(({ fromNights }) => nights >= fromNights).at(-1);
  if (!terms) throw new Error('no terms for a stay of this length');
  const { steps, otherLines } = terms;
  if (isInGrace(terms, cancelled)) return lines.map(({ amount }) => amount);
  const step = steps.find(({ untilBeforeCheckIn }) => !untilBeforeCheckIn || now < instantOf(untilBeforeCheckIn));
  const begun = now < CHECK_IN ? 0 : Math.floor((now - CHECK_IN) / (24 * HOUR)) + 1;
  const kept = Math.min(begun, nights) + (step?.extraNights ?? 0);
  const percent = step?.refundPercent ?? 0;
  const night = lines.filter(({ kind }) => kind === 'night');
  const ofNights = night.map(({ amount }, index) => (index < kept ? 0 : rounded(amount, percent, 100)));
  const untaxed = new Map<ChargedLine, number>(night.map((line, index) => [line, ofNights[index] ?? 0]));
  const rule = (kind: string): string | undefined => otherLines.find((line) => line.kind === kind)?.refund;
  for (const line of lines) {
    if (rule(line.kind) === 'until_check_in') untaxed.set(line, now < CHECK_IN ? line.amount : 0);
    if (rule(line.kind) === 'share_of_nights') {
      untaxed.set(line, rounded(line.amount, sum(ofNights), sum(night.map(({ amount }) => amount))));
    }
  }
  return lines.map((line) => {
    const known = untaxed.get(line);
    if (known !== undefined || rule(line.kind) !== 'share_of_taxed') return known ?? Number.NaN;
    const base = [...untaxed].filter(([{ kind }]) => line.chargedOn?.includes(kind));
    return rounded(line.amount, sum(base.map(([, refund]) => refund)), sum(base.map(([{ amount }]) => amount)));
  });
}

function isInGrace({ grace }: CancellationTermsDto, { confirmedAt, now }: Cancelled): boolean {
  if (!grace) return false;
  const isEarly = confirmedAt <= CHECK_IN - grace.minDaysBeforeCheckIn * 24 * HOUR;
  return isEarly && now < confirmedAt + grace.hoursAfterConfirmation * HOUR;
}

function instantOf({ days = 0, hours = 0 }: NoticeDto): number {
  return CHECK_IN - (days * 24 + hours) * HOUR;
}

/** Half up, on the magnitude. */
function rounded(amount: number, part: number, whole: number): number {
  return Math.sign(amount) * Math.floor((2 * Math.abs(amount) * part + whole) / (2 * whole));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}

const cents = fc.integer({ min: 100, max: 50_000 });
const prices = fc
  .record({
    nights: fc.array(cents, { minLength: 1, maxLength: 70 }),
    off: fc.nat(90),
    fees: fc.array(cents, { minLength: 6, maxLength: 6 }),
  })
  .map(({ nights, off, fees }): ChargedLine[] => {
    const [cleaning = 0, extra = 0, pet = 0, fee = 0, tax = 0, cleaningTax = 0] = fees;
    const line = (kind: ChargedLine['kind'], amount: number, more: Partial<ChargedLine> = {}): ChargedLine => ({
      kind,
      description: kind,
      amount,
      ...more,
    });
    const dates = nightsOf(stayOf('2027-03-30', addDays('2027-03-30', nights.length)));
    return [
      ...dates.map((date, index) => line('night', nights[index] ?? 0, { date })),
      line('discount', 0 - Math.floor((sum(nights) * off) / 100)),
      line('cleaning', cleaning),
      line('extra_guest', extra),
      line('pet', pet),
      line('guest_service_fee', fee),
      line('tax', tax, { chargedOn: ['night', 'discount'] }),
      line('tax', cleaningTax, { chargedOn: ['cleaning', 'guest_service_fee'] }),
    ];
  });

describe('the published terms', () => {
  it.each(Object.values(CancellationPolicy))('of %s say of every line what its refund is, at any time', (policy) => {
    const hours = fc.integer({ min: -40 * 24, max: 70 * 24 });
    fc.assert(
      fc.property(prices, hours, fc.integer({ min: 0, max: 24 * 90 }), (lines, before, since) => {
        const nights = lines.filter(({ kind }) => kind === 'night').length;
        const now = CHECK_IN - before * HOUR;
        const confirmedAt = Math.min(now, CHECK_IN - HOUR) - since * HOUR;
        const refund = refundFor({
          policy: policyFor(policy, nights),
          stay: stayOf('2027-03-30', addDays('2027-03-30', nights)),
          checkInTime: '15:00',
          zone: 'UTC',
          lines,
          paid: sum(lines.map(({ amount }) => amount)),
          confirmedAt: new Date(confirmedAt),
          now: new Date(now),
          cancelledBy: 'guest',
        });
        const expected = refundsByTheTerms(termsOf(policy), { lines, nights, confirmedAt, now });
        expect(refund.lines.map((line) => line.refund + 0)).toEqual(expected.map((amount) => amount + 0));
      }),
      { numRuns: 400 },
    );
  });

  it('are one for stays of any length, and one for long stays, except where nothing is ever refunded', () => {
    const lengths = Object.values(CancellationPolicy).map((policy) => [
      policy,
      ...termsOf(policy).map(({ code, fromNights }) => [code, fromNights]),
    ]);
    expect(lengths).toEqual([
      ...(['flexible', 'moderate', 'limited', 'firm', 'strict'] as const).map((policy) => [
        policy,
        [policy, 1],
        ['long_stay', 28],
      ]),
      ['non_refundable', ['non_refundable', 1]],
    ]);
  });
});
