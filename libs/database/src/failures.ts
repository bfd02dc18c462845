/** What PostgreSQL says of a statement that it refused (its `DatabaseError`, wherever MikroORM has wrapped it). */
export interface DatabaseFailure {
  /** SQLSTATE, e.g. 23P01 */
  code: string;
  /** name of the violated constraint, when there is one */
  constraint?: string;
}

/** Five digits and capitals – but Node's EPIPE is none. */
const SQLSTATE = /^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/;
/** serialization_failure, deadlock_detected: the whole transaction may be run again. */
const TRANSIENT = new Set(['40001', '40P01']);
/** lock_not_available, query_canceled, too_many_connections, admin shutdown and lost connections: try again later. */
const UNAVAILABLE = /^(55P03|57014|53...|57P0.|08...|25P03|25P04)$/;
/** What the operating system and DNS say of a server that is away; with several addresses there is no message at all. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What `pg` says, without any code, of a pool that has no connection to give, and of a connection that broke. */
const UNCONNECTED = /timeout exceeded when trying to connect|timeout expired|due to connection timeout/;
const BROKEN = /Connection terminated(?! due to connection timeout)|not queryable|server closed/;
/** Lost connections, and servers that shut down, crashed or do not take connections yet. */
const LOST = /^(08...|57P0[123])$/;

const MAX_DEPTH = 5;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The error, what it wraps, what that wraps… */
function layers(error: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let inner = error; isRecord(inner) && found.length < MAX_DEPTH; inner = inner.cause ?? inner.previous) {
    found.push(inner);
  }
  return found;
}

/** PostgreSQL's refusal inside an error, or undefined when the error is another. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  for (const { code, constraint } of layers(error)) {
    if (typeof code === 'string' && SQLSTATE.test(code)) {
      return typeof constraint === 'string' ? { code, constraint } : { code };
    }
  }
  return undefined;
}

/** Whether the same transaction, run again as a whole, may succeed. */
export function isTransient(error: unknown): boolean {
  const failure = databaseFailure(error);
  return failure !== undefined && TRANSIENT.has(failure.code);
}

/** Whether the connection broke, or there was none to be had: of what was not committed by then, nothing is left. */
export function isLostConnection(error: unknown): boolean {
  const failure = databaseFailure(error);
  if (failure) return LOST.test(failure.code);
  return layers(error).some(({ code, message }) => isUnreachable(code) || (isText(message) && BROKEN.test(message)));
}

/** Whether the database could not serve the statement in time, or at all: an honest 503. */
export function isUnavailable(error: unknown): boolean {
  const failure = databaseFailure(error);
  if (failure) return UNAVAILABLE.test(failure.code) || TRANSIENT.has(failure.code);
  return isLostConnection(error) || layers(error).some(({ message }) => isText(message) && UNCONNECTED.test(message));
}

function isUnreachable(code: unknown): boolean {
  return isText(code) && UNREACHABLE.has(code);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether the error is the violation of the named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return databaseFailure(error)?.constraint === constraint;
}
