import { money, type Money } from './money.js';

/**
 * Splits an amount by weights (non-negative integers, not all zero) so that the parts sum to the amount exactly: every
 * part is rounded down, and the units left over go one each to the largest remainders, the earlier part first among
 * equals (the method of the largest remainder). A negative amount is split as its magnitude.
 */
export function allocate(value: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((all, weight) => all + BigInt(checkedWeight(weight)), 0n);
  if (total === 0n) throw new RangeError('An amount needs at least one weight above zero to be allocated');
  const magnitude = BigInt(Math.abs(value.amount));
  const parts = weights.map((weight) => (magnitude * BigInt(weight)) / total);
  const left = magnitude - parts.reduce((all, part) => all + part, 0n);
  for (const index of byLargestRemainder(magnitude, weights, total).slice(0, Number(left))) {
    parts[index] = (parts[index] ?? 0n) + 1n;
  }
  return parts.map((part) => money(Math.sign(value.amount) * Number(part), value.currency));
}

function byLargestRemainder(magnitude: bigint, weights: readonly number[], total: bigint): number[] {
  return weights
    .map((weight, index) => ({ index, remainder: (magnitude * BigInt(weight)) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
    .map(({ index }) => index);
}

function checkedWeight(weight: number): number {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`Not a weight: ${weight}`);
  return weight;
}
