import type pg from 'pg';

/** Each is kept by every connection, with its plan. */
const MOST_STATEMENTS = 300;

/** Statements that PostgreSQL parses and plans once for each connection of a pool, and runs by their names. */
export class PreparedStatements {
  #pool?: pg.Pool;
  readonly #names = new Map<string, string>();

  /** Takes the connections of this pool. */
  use(pool: pg.Pool): void {
    this.#pool = pool;
  }

  /** @throws Error before there is a pool */
  async rows<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    if (!this.#pool) throw new Error('there is no pool of connections yet');
    const name = this.#nameOf(text);
    const { rows } = await this.#pool.query<Row>({ text, values: [...values], ...(name !== undefined && { name }) });
    return rows;
  }

  /** Undefined for one too many: it is run without being kept. */
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_STATEMENTS) return known;
    const name = `roost_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
