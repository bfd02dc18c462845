import { money, type Money } from './money.js';

/** Basis points in one whole: 10,000 bp are 100 %, so that a percentage with two decimals is an integer (12.5 % = 1250). */
export const WHOLE_IN_BASIS_POINTS = 10_000;

/**
 * `numerator / denominator` rounded half up on the magnitude: 2.5 → 3 and −2.5 → −3, so that a charge and the refund of
 * the same charge round to opposite amounts. `denominator` must be positive. PostgreSQL's `round(numeric)` does the same.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator must be positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * A percentage of an amount, in basis points (14 % = 1400), rounded once, half up on the magnitude. Several percentages
 * are multiplied before rounding: `percentOf(price, 9000, 5000)` is half of 90 %.
 */
export function percentOf(value: Money, ...basisPoints: readonly number[]): Money {
  const numerator = basisPoints.reduce((product, percent) => product * BigInt(percent), BigInt(value.amount));
  const denominator = BigInt(WHOLE_IN_BASIS_POINTS) ** BigInt(basisPoints.length);
  return money(Number(divideHalfUp(numerator, denominator)), value.currency);
}
