/**
 * One step of a discount: a threshold – of nights, days or guests – and what it takes off the nights in basis points. In
 * a list of them the thresholds rise. The functions in SQL have the same names.
 */
export type DiscountStep = readonly [threshold: number, basisPoints: number];

/** The largest discount of the steps whose threshold is at most so much. */
export function largestStepUpTo(steps: readonly DiscountStep[], reached: number): DiscountStep | undefined {
  return largest(steps.filter(([threshold]) => threshold <= reached));
}

/** The largest discount of the steps whose threshold is at least so much. */
export function largestStepFrom(steps: readonly DiscountStep[], reached: number): DiscountStep | undefined {
  return largest(steps.filter(([threshold]) => threshold >= reached));
}

/** The first step whose threshold is at least so much, be its discount the largest or not. */
export function firstStepFrom(steps: readonly DiscountStep[], reached: number): DiscountStep | undefined {
  return steps.find(([threshold]) => threshold >= reached);
}

/** Of equal ones the first. */
function largest(steps: readonly DiscountStep[]): DiscountStep | undefined {
  return steps.reduce<DiscountStep | undefined>((most, step) => (most && most[1] >= step[1] ? most : step), undefined);
}
