import { randomInt } from 'node:crypto';

const SEEDS = 2 ** 31;

/** Whether attacks come in full, as `npm run test:attacks` has them, or in the slice that `npm test` has time for. */
export const IS_FULL = process.env.ATTACKS === 'full';

/** How long one test may last, in milliseconds. */
export const ATTACK_MS = count(120_000, 1_500_000);

/** How often something is tried: a slice in `npm test`, in full by `npm run test:attacks`. */
export function count(slice: number, full: number): number {
  return IS_FULL ? full : slice;
}

/** What an attack's chances come from: another number each time, or ATTACK_SEED to have it happen again. */
export function seed(): number {
  const { ATTACK_SEED } = process.env;
  if (ATTACK_SEED === undefined) return randomInt(SEEDS);
  if (!/^\d{1,10}$/.test(ATTACK_SEED)) throw new Error(`ATTACK_SEED is a whole number, not ${ATTACK_SEED}`);
  return Number(ATTACK_SEED);
}

/** What an attack came to: said in every run, so that one which found something can be had again. */
export interface Outcome {
  seed: number;
  /** how often it was tried */
  tries: number;
  /** breaches, in words: none is what is hoped for */
  found: readonly string[];
}

/** Says what came of a case. @param name with its letter in the campaign: `H2 id swaps` */
export function tell(name: string, { seed: from, tries, found }: Outcome): void {
  const shown = found.slice(0, 20).map((each) => `\n  ${each}`);
  process.stdout.write(`${name}: seed ${from}, ${tries} tries, ${found.length} found${shown.join('')}\n`);
}
