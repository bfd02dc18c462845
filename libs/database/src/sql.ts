import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '@mikro-orm/postgresql';

export { sql };

/**
 * Runs one typed statement on the entity manager's connection (inside its transaction, when it has one) and gives its
 * rows. `int8` arrives as number (a value beyond 2⁵³ is an error), `date` as `YYYY-MM-DD`, `timestamptz` as Date.
 */
export async function rows<Row>(em: EntityManager, statement: RawBuilder<Row>): Promise<Row[]> {
  const result = await statement.execute(em.getKysely());
  return result.rows;
}

/** The first row of `rows`, or undefined. */
export async function firstRow<Row>(em: EntityManager, statement: RawBuilder<Row>): Promise<Row | undefined> {
  return (await rows(em, statement))[0];
}
