import type { NightRun } from './nights.js';

/** Days since 1970-01-01, half-open. */
export interface DayRange {
  readonly from: number;
  readonly until: number;
}

/** The stretches of nights that cannot be booked; `runs` in the order of time. Neighbours are one. */
export function busyRanges(runs: readonly NightRun[]): DayRange[] {
  return merged(runs.filter((run) => !run.available).map(({ day, nights }) => ({ from: day, until: day + nights })));
}

/** `ranges` (in order, apart) without the nights of `taken` (in any order). */
export function without(ranges: readonly DayRange[], taken: readonly DayRange[]): DayRange[] {
  const obstacles = merged(taken.toSorted((a, b) => a.from - b.from));
  return ranges.flatMap((range) => {
    const left: DayRange[] = [];
    let from = range.from;
    for (const obstacle of obstacles) {
      if (obstacle.until <= from || obstacle.from >= range.until) continue;
      if (obstacle.from > from) left.push({ from, until: obstacle.from });
      from = obstacle.until;
    }
    return from < range.until ? [...left, { from, until: range.until }] : left;
  });
}

/** How many nights there are in `ranges`. */
export function countNights(ranges: readonly DayRange[]): number {
  return ranges.reduce((sum, { from, until }) => sum + until - from, 0);
}

function merged(ranges: readonly DayRange[]): DayRange[] {
  const result: DayRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last === undefined || last.until < range.from) result.push(range);
    else result[result.length - 1] = { from: last.from, until: Math.max(last.until, range.until) };
  }
  return result;
}
