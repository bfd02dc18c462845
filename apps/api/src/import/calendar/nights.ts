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

/** A longer run is told in pieces, so that nobody has to take very many nights at once. */
const LONGEST_RUN = 1000;

/** Gathers the rows of one property's calendar into runs, in the file's order. */
export class NightRuns {
  readonly #runs: NightRun[] = [];

  add(day: number, row: number, available: boolean, price: number | undefined): void {
    const last = this.#runs.at(-1);
    const goesOn =
      last !== undefined &&
      last.nights < LONGEST_RUN &&
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

/** Runs as short text, for the time between the calendar and the listings. */
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
