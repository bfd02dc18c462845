import type { NightRun } from './nights.js';

/** Why a night of the calendar is not taken: an earlier row has told of it, or of too many others. */
type Refusal = 'repeated_night' | 'too_many_nights';

/** Hears of a night that is not taken: its row in the file, and its day. */
export type RefuseNight = (row: number, day: number, reason: Refusal) => void;

/** The most nights that one property may bring: eleven years. Calendars have one year, or two. */
export const MOST_NIGHTS = 4000;
/** As many may wait before they are looked through: more would make memory grow with the file. */
export const MOST_WAITING = 4 * MOST_NIGHTS;

/**
 * The nights of one property, each once: its runs are added in the order of their rows, and of a night that comes twice the
 * earlier row counts. What is refused is told as it is found, so that there are never many nights in memory.
 */
export class ListingNights {
  #runs: readonly NightRun[] = [];
  #added: NightRun[] = [];
  #waiting = 0;

  constructor(private readonly refuse: RefuseNight) {}

  add(run: NightRun): void {
    this.#added.push(run);
    this.#waiting += run.nights;
    if (this.#waiting > MOST_WAITING) this.#settle();
  }

  /** The nights in the order of time, once all have been added. */
  inOrder(): readonly NightRun[] {
    if (this.#added.length > 0) this.#settle();
    return this.#runs;
  }

  #settle(): void {
    const inTime = [...this.#runs, ...this.#added].sort((a, b) => a.day - b.day);
    this.#runs = areFewAndApart(inTime) ? inTime : this.#nightByNight();
    this.#added = [];
    this.#waiting = 0;
  }

  #nightByNight(): readonly NightRun[] {
    const byDay = new Map<number, NightRun>();
    for (const run of [...this.#runs, ...this.#added]) {
      for (let offset = 0; offset < run.nights; offset += 1) {
        const night = { ...run, day: run.day + offset, row: run.row + offset, nights: 1 };
        if (byDay.has(night.day)) this.refuse(night.row, night.day, 'repeated_night');
        else if (byDay.size === MOST_NIGHTS) this.refuse(night.row, night.day, 'too_many_nights');
        else byDay.set(night.day, night);
      }
    }
    return merged([...byDay.values()].sort((a, b) => a.day - b.day));
  }
}

function areFewAndApart(inTime: readonly NightRun[]): boolean {
  let nights = 0;
  let end = -Infinity;
  for (const run of inTime) {
    if (run.day < end) return false;
    end = run.day + run.nights;
    nights += run.nights;
  }
  return nights <= MOST_NIGHTS;
}

/** Nights that have been taken stay so, and their rows do not matter any more: only neighbours that are alike do. */
function merged(nights: readonly NightRun[]): NightRun[] {
  const runs: NightRun[] = [];
  for (const night of nights) {
    const last = runs.at(-1);
    const goesOn =
      last !== undefined &&
      last.day + last.nights === night.day &&
      last.available === night.available &&
      last.price === night.price;
    if (goesOn) runs[runs.length - 1] = { ...last, nights: last.nights + night.nights };
    else runs.push(night);
  }
  return runs;
}
