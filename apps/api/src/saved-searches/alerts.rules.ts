import type { Alerts } from '#contracts/saved-searches.dto.js';
import { DAY_MS, HOUR_MS, localDateAt, type LocalDate } from '#dates';

/** How many places a search finds are looked at: the best ones. */
export const LOOKED_AT = 200;
/** How many places are remembered of which nothing is told any more. */
export const REMEMBERED = 1000;
/** Where a date ends last. */
const LAST_ZONE = 'Etc/GMT+12';

const PERIOD_MS = { daily: DAY_MS, instant: HOUR_MS } as const;

/** Whether a stay that begins on a date can begin nowhere any more; a search without dates never ends. */
export function hasEnded(checkIn: LocalDate | null, now: Date): boolean {
  return checkIn !== null && checkIn < localDateAt(now, LAST_ZONE);
}

/** When a search is looked at next that was looked at now; null for never. */
export function nextLook(alerts: Alerts, now: Date): Date | null {
  return alerts === 'none' ? null : new Date(now.getTime() + PERIOD_MS[alerts]);
}

/** When a search is looked at whose alerts were set now: at once, but no letter comes sooner after the last than it may. */
export function firstLook(alerts: Alerts, toldAt: Date | null, now: Date): Date | null {
  if (alerts === 'none') return null;
  return new Date(Math.max(now.getTime(), (toldAt?.getTime() ?? 0) + PERIOD_MS[alerts]));
}

/** What of a search's finds is new, and what is known from then on. */
export interface Finds {
  fresh: string[];
  known: string[];
}

/**
 * Holds what a search finds now against what it has found before: a place is new once. What it finds at its first look is
 * nothing new.
 * @param found ids, the best first
 * @param known ids that it has found before, the latest first; null before its first look
 */
export function comparedWith(known: readonly string[] | null, found: readonly string[]): Finds {
  const before = new Set(known);
  const unknown = found.filter((id) => !before.has(id));
  const fresh = known === null ? [] : unknown;
  return { fresh, known: [...unknown, ...before].slice(0, REMEMBERED) };
}
