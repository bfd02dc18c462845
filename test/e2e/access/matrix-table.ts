/** Every operation's expected answers: by operation, by caller, the HTTP status. */
export interface Matrix<Caller extends string> {
  callers: Caller[];
  expected: Map<string, Map<Caller, number>>;
}

/**
 * Reads a table that people review: a first line of callers, then a line an operation with one status a caller. Empty
 * lines and those that begin with `#` are for the reader.
 * @throws Error naming the line that has too few or too many statuses, or an operation that comes twice
 */
export function readMatrix<Caller extends string>(table: string, callers: readonly Caller[]): Matrix<Caller> {
  const lines = table.split('\n').map((line) => line.trim());
  const [head = [], ...rows] = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));
  if (head.join(' ') !== callers.join(' '))
    throw new Error(`the callers are ${callers.join(' ')}, not ${head.join(' ')}`);
  const expected = new Map<string, Map<Caller, number>>();
  for (const [operation = '', ...statuses] of rows) {
    if (expected.has(operation)) throw new Error(`${operation} comes twice`);
    if (statuses.length !== callers.length || !statuses.every((status) => /^[2-5]\d\d$/.test(status)))
      throw new Error(`${operation} needs ${callers.length} statuses: ${statuses.join(' ')}`);
    expected.set(operation, new Map(callers.map((caller, index) => [caller, Number(statuses[index])])));
  }
  return { callers: [...callers], expected };
}
