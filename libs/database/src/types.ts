import pg from 'pg';
import array from 'postgres-array';

/** pg_type.oid of the types whose JavaScript value we decide. */
const OID = { int8: 20, int8Array: 1016, date: 1082, dateArray: 1182, timestamptz: 1184 } as const;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53 from the database: ${text}`);
  return value;
}

/** How PostgreSQL's values arrive in JavaScript, the same for entities and for typed SQL. */
export function typeParsers(): InstanceType<typeof pg.TypeOverrides> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(OID.int8, safeInteger);
  types.setTypeParser(OID.int8Array, (text: string) => array.parse(text, safeInteger));
  types.setTypeParser(OID.date, (text: string) => text);
  types.setTypeParser(OID.dateArray, (text: string) => array.parse(text));
  types.setTypeParser(OID.timestamptz, (text: string) => new Date(text));
  return types;
}
