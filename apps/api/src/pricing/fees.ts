const BASIS_POINTS_PER_PERCENT = 100;

/** A setting's percentage in whole basis points: 14 (%) is 1400. */
export function inBasisPoints(percent: number): number {
  return Math.round(percent * BASIS_POINTS_PER_PERCENT);
}
