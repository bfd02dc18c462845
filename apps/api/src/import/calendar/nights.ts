/** Nights of one property in a row that have the same in common. A calendar file has a row for each of them. */
export interface NightRun {
  /** the first night: days since 1970-01-01 */
  readonly day: number;
  readonly nights: number;
  /** the first night's row in the file; the others follow */
  readonly row: number;
  readonly available: boolean;
  /** minor units; undefined where the calendar names none */
  readonly price: number | undefined;
}

/** A night that the calendar has already told of, in an earlier row. */
export interface RepeatedNight {
  readonly row: number;
  readonly day: number;
}

/** Gathers the rows of one property's calendar into runs, in the file's order. */
export class NightRuns {
  readonly #runs: NightRun[] = [];

  add(day: number, row: number, available: boolean, price: number | undefined): void {
    const last = this.#runs.at(-1);
    const goesOn =
      last !== undefined &&
      last.available === available &&
      last.price === price &&
      last.day + last.nights === day &&
      last.row + last.nights === row;
    if (goesOn) this.#runs[this.#runs.length - 1] = { ...last, nights: last.nights + 1 };
    else this.#runs.push({ day, nights: 1, row, available, price });
  }

  get runs(): readonly NightRun[] {
    return this.#runs;
  }
}

/**
 * Runs as short text, for the time between the calendar and the listings. Texts joined by `;` are those of all their
 * runs.
 */
export function packRuns(runs: readonly NightRun[]): string {
  return runs
    .map(({ day, nights, row, available, price }) => [day, nights, row, available ? 1 : 0, price ?? ''].join())
    .join(';');
}

/** What `packRuns` packed. */
export function unpackRuns(packed: string): NightRun[] {
  return packed.split(';').map((text) => {
    const [day, nights, row, available, price] = text.split(',');
    return {
      day: Number(day),
      nights: Number(nights),
      row: Number(row),
      available: available === '1',
      price: price ? Number(price) : undefined,
    };
  });
}

/**
 * The nights of a property in the order of time, each once, whatever the file's order was. Of a night that comes twice
 * the earlier row counts.
 */
export function inOrder(runs: readonly NightRun[]): { runs: readonly NightRun[]; repeated: RepeatedNight[] } {
  const sorted = runs.toSorted((a, b) => a.day - b.day || a.row - b.row);
  const overlap = sorted.some((run, index) => {
    const before = sorted[index - 1];
    return before !== undefined && before.day + before.nights > run.day;
  });
  return overlap ? nightByNight(runs) : { runs: sorted, repeated: [] };
}

function nightByNight(runs: readonly NightRun[]): { runs: readonly NightRun[]; repeated: RepeatedNight[] } {
  const byDay = new Map<number, NightRun>();
  const repeated: RepeatedNight[] = [];
  for (const run of runs.toSorted((a, b) => a.row - b.row)) {
    for (let offset = 0; offset < run.nights; offset += 1) {
      const night = { ...run, day: run.day + offset, row: run.row + offset, nights: 1 };
      if (byDay.has(night.day)) repeated.push({ row: night.row, day: night.day });
      else byDay.set(night.day, night);
    }
  }
  return { runs: [...byDay.values()].sort((a, b) => a.day - b.day), repeated };
}
