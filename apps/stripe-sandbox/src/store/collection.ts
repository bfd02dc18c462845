export interface Row {
  readonly id: string;
}

/** A change as the journal keeps it. */
export type Change = readonly ['put', string, Row] | readonly ['drop', string, string];

/** Takes note of a change, with what would undo it. */
export type Recorder = (change: Change, undo: () => void) => void;

interface PageRequest<T> {
  readonly limit: number;
  readonly startingAfter?: string | undefined;
  readonly endingBefore?: string | undefined;
  /** Only the rows of one group. */
  readonly group?: string | undefined;
  readonly matches: (row: T) => boolean;
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly hasMore: boolean;
}

/** Rows of one kind in the order in which they came, found by id, by place in the list, or by group. */
export class Collection<T extends Row> {
  private readonly places = new Map<string, number>();
  /** A dropped row leaves a hole, so that places stay what they are; a restart closes the holes. */
  private readonly rows: (T | undefined)[] = [];
  private readonly groups = new Map<string, string[]>();

  /** @param groupOf what a row belongs to, so that, say, a payment's refunds are found without a walk over all */
  constructor(
    readonly kind: string,
    private readonly record: Recorder,
    private readonly groupOf?: (row: T) => string,
  ) {}

  get(id: string): T | undefined {
    const place = this.places.get(id);
    return place === undefined ? undefined : this.rows[place];
  }

  /** Adds a row, or puts a new version in the place of the one with its id. */
  put(row: T): T {
    const before = this.get(row.id);
    this.load(row);
    this.record(['put', this.kind, row], before === undefined ? () => this.forget(row) : () => this.load(before));
    return row;
  }

  drop(id: string): void {
    const place = this.places.get(id);
    const row = this.get(id);
    if (place === undefined || row === undefined) return;
    this.remove(id);
    this.record(['drop', this.kind, id], () => {
      this.places.set(id, place);
      this.rows[place] = row;
    });
  }

  /** Puts a row without taking note of it: for what the journal already holds. */
  load(row: T): void {
    const place = this.places.get(row.id);
    if (place !== undefined) {
      this.rows[place] = row;
      return;
    }
    this.places.set(row.id, this.rows.push(row) - 1);
    const group = this.groupOf?.(row);
    if (group === undefined) return;
    const members = this.groups.get(group);
    if (members === undefined) this.groups.set(group, [row.id]);
    else members.push(row.id);
  }

  remove(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    this.places.delete(id);
    this.rows[place] = undefined;
  }

  /** A group's rows, oldest first. */
  inGroup(group: string): T[] {
    return (this.groups.get(group) ?? []).flatMap((id) => this.get(id) ?? []);
  }

  *all(): Generator<T> {
    for (const row of this.rows) if (row !== undefined) yield row;
  }

  /** A page, newest first; null when the row that it should start from does not exist. */
  page(request: PageRequest<T>): Page<T> | null {
    const { startingAfter, endingBefore, limit, group } = request;
    const rows = group === undefined ? this.rows : this.inGroup(group);
    const from = endingBefore ?? startingAfter;
    const place = from === undefined ? rows.length : this.placeOf(from, group === undefined ? null : rows);
    if (place === undefined) return null;
    const step = endingBefore === undefined ? -1 : 1;
    const found: T[] = [];
    for (let at = place + step; at >= 0 && at < rows.length && found.length <= limit; at += step) {
      const row = rows[at];
      if (row !== undefined && request.matches(row)) found.push(row);
    }
    const page = found.slice(0, limit);
    return { rows: step === 1 ? page.reverse() : page, hasMore: found.length > limit };
  }

  private placeOf(id: string, members: readonly (T | undefined)[] | null): number | undefined {
    if (members === null) return this.places.get(id);
    const place = members.findIndex((row) => row?.id === id);
    return place === -1 ? undefined : place;
  }

  /** Takes back a row that was the last to come. */
  private forget(row: T): void {
    this.remove(row.id);
    this.rows.pop();
    const group = this.groupOf?.(row);
    if (group !== undefined) this.groups.get(group)?.pop();
  }
}
