/** How likely it is that two samples differ by chance as much as they do, or more: of the same distribution both. */
export interface RankTest {
  /** for the first sample: in how many of all pairs its item is the larger, equal ones counting half */
  u: number;
  /** two-sided */
  p: number;
}

/**
 * The Mann-Whitney U test (Wilcoxon's rank sum), by its normal approximation with a correction for ties and for continuity:
 * for samples of 20 and more (Mann, Whitney: On a test of whether one of two random variables is stochastically larger than
 * the other, 1947). It asks for no shape of the distributions, which those of waiting times do not have.
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): RankTest {
  const all = [
    ...one.map((value) => ({ value, isOne: true })),
    ...other.map((value) => ({ value, isOne: false })),
  ].sort((a, b) => a.value - b.value);
  const { rankSum, tieTerm } = ranked(all);
  const [n, m] = [one.length, other.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (n + m + 1 - tieTerm / ((n + m) * (n + m - 1)));
  if (variance === 0) return { u, p: 1 };
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: Math.min(1, 2 * upperTail(z)) };
}

/** The sum of the first sample's ranks, equals sharing theirs; and Σ(t³ − t) over the groups of equals. */
function ranked(sorted: readonly { value: number; isOne: boolean }[]): { rankSum: number; tieTerm: number } {
  let [rankSum, tieTerm] = [0, 0];
  for (let begin = 0; begin < sorted.length;) {
    let end = begin;
    while (end < sorted.length && sorted[end]?.value === sorted[begin]?.value) end += 1;
    const size = end - begin;
    // Ranks begin at 1: those of the group are begin + 1 to end.
    rankSum += sorted.slice(begin, end).filter(({ isOne }) => isOne).length * ((begin + 1 + end) / 2);
    tieTerm += size ** 3 - size;
    begin = end;
  }
  return { rankSum, tieTerm };
}

/** The chance that a standard normal variable is above z ≥ 0, to 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  const sum = series.reduceRight((rest, factor) => (rest + factor) * t, 0);
  return (sum * Math.exp(-x * x)) / 2;
}
