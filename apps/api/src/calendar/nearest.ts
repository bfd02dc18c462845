import { dateOfDay, dayOf, nightCount, type Stay } from '#dates';
import type { Entries } from './availability.js';
import { takenNights } from './claims.js';
import { openNights } from './open-nights.js';
import { isClosedToArrival, isClosedToDeparture, lengthsFrom, type DateRules, type StayRules } from './stay.rules.js';
import { TakenDays } from './taken-days.js';

const MOST_STAYS = 3;
const MOST_DAYS_AWAY = 90;
/** Longer stays are not looked for, unless one was asked for, or the property takes no shorter ones. */
const USUAL_NIGHTS = 90;
const LONGEST_STAY_NIGHTS = 1125;

/** Days on which one could arrive, and those of which the calendar has to be known; all by their numbers. */
interface Reach {
  readonly openFirst: number;
  /** the day after the last open night */
  readonly openEnd: number;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

function reachOf(rules: StayRules, asked: Stay, now: Date): Reach | undefined {
  const open = openNights(rules, now);
  const [openFirst, openEnd] = [dayOf(open.first), dayOf(open.last) + 1];
  const first = Math.max(dayOf(asked.checkIn) - MOST_DAYS_AWAY, openFirst);
  const last = Math.min(dayOf(asked.checkIn) + MOST_DAYS_AWAY, openEnd - 1);
  if (first > last) return undefined;
  const longest = Math.max(Math.min(nightCount(asked), LONGEST_STAY_NIGHTS), rules.minNights, USUAL_NIGHTS);
  return { openFirst, openEnd, first, last, from: first - 1, to: Math.min(last + longest, openEnd) + 1 };
}

/** The part of the calendar that `nearestStays` has to know; undefined where no stay can be near. */
export function rangeOfNearest(rules: StayRules, asked: Stay, now: Date): Stay | undefined {
  const reach = reachOf(rules, asked, now);
  return reach && { checkIn: dateOfDay(reach.from), checkOut: dateOfDay(reach.to) };
}

/**
 * Up to three stays that could be booked at `now` instead of the one that was asked for: those whose arrivals are nearest,
 * at most 90 days away, the earlier first of two as near; each of the length that is nearest to the one asked for, the
 * shorter first. Looks at each arrival once, and of each at its lengths from the nearest on.
 * @param entries of `rangeOfNearest`; claims as far around it as the place is prepared
 */
export function nearestStays(rules: StayRules, asked: Stay, now: Date, { claims, dateRules }: Entries): Stay[] {
  const reach = reachOf(rules, asked, now);
  if (!reach) return [];
  const taken = new TakenDays(takenNights(claims, rules.preparationNights), reach.from, reach.to);
  const nights = nightCount(asked);
  const found: Stay[] = [];
  for (const day of outwards(dayOf(asked.checkIn), MOST_DAYS_AWAY)) {
    if (day < reach.first || day > reach.last) continue;
    const stay = stayFrom(day, { rules, dateRules, reach, taken, nights });
    if (stay) found.push(stay);
    if (found.length === MOST_STAYS) break;
  }
  return found;
}

interface Looking {
  rules: StayRules;
  dateRules: DateRules;
  reach: Reach;
  taken: TakenDays;
  /** how many were asked for */
  nights: number;
}

/** The stay from an arrival on that is as long as the one asked for, or nearly so. */
function stayFrom(day: number, { rules, dateRules, reach, taken, nights }: Looking): Stay | undefined {
  const checkIn = dateOfDay(day);
  if (isClosedToArrival(rules, dateRules, checkIn)) return undefined;
  const { minNights, maxNights } = lengthsFrom(rules, dateRules, checkIn);
  const free = taken.next(day) - day;
  const beginsGap = taken.next(day) < reach.to && (day === reach.openFirst || taken.has(day - 1));
  const fewest = rules.sellsShortGaps && beginsGap ? Math.min(minNights, free) : minNights;
  const most = Math.min(maxNights, free, reach.openEnd - day);
  if (most < Math.max(fewest, 1)) return undefined;
  for (const departure of outwards(day + Math.min(Math.max(nights, fewest), most), most - fewest)) {
    if (departure < day + fewest || departure > day + most) continue;
    const checkOut = dateOfDay(departure);
    if (!isClosedToDeparture(dateRules, checkOut)) return { checkIn, checkOut };
  }
  return undefined;
}

/** A number and those around it, the nearest first, and of two as near the smaller. */
function* outwards(middle: number, most: number): Generator<number> {
  yield middle;
  for (let away = 1; away <= most; away += 1) yield* [middle - away, middle + away];
}
