import { dayOf } from '#dates';
import type { TakenNights } from './claims.js';

/** Which nights between two days are taken, both by their numbers, for looking at many of them. */
export class TakenDays {
  readonly #next: Int32Array;

  /** @param to the day after the last that is known of */
  constructor(
    taken: readonly TakenNights[],
    private readonly from: number,
    readonly to: number,
  ) {
    const isTaken = new Uint8Array(to - from);
    for (const { stay } of taken) {
      const [begin, end] = [dayOf(stay.checkIn) - from, dayOf(stay.checkOut) - from];
      if (begin < isTaken.length && end > 0) isTaken.fill(1, Math.max(begin, 0), end);
    }
    this.#next = new Int32Array(to - from);
    let next = to;
    for (let index = isTaken.length - 1; index >= 0; index -= 1) {
      if (isTaken[index]) next = from + index;
      this.#next[index] = next;
    }
  }

  /** The first day from `day` on whose night is taken; `to` when none is known to be. */
  next(day: number): number {
    return this.#next[day - this.from] ?? this.to;
  }

  has(day: number): boolean {
    return day < this.to && this.next(day) === day;
  }
}
