import type { Page } from '#contracts/page.dto.js';

/**
 * A page whose every row can be gone on from. REST sends its data and where it ends; the cursors of rows are for
 * GraphQL.
 */
export class KeysetPage<Row> implements Page<Row> {
  readonly #cursorAt: (index: number) => string;

  /** @param cursorAt the cursor that begins after the row at this index */
  constructor(
    readonly data: Row[],
    readonly nextCursor: string | null,
    cursorAt: (index: number) => string,
  ) {
    this.#cursorAt = cursorAt;
  }

  cursorAt(index: number): string {
    return this.#cursorAt(index);
  }

  /** The same page, with its rows as they are shown. */
  map<Shown>(view: (row: Row) => Shown): KeysetPage<Shown> {
    return new KeysetPage(this.data.map(view), this.nextCursor, this.#cursorAt);
  }
}
