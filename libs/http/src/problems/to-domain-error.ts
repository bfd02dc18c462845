import { HttpException } from '@nestjs/common';
import { databaseFailure, isUnavailable } from '#database';
import {
  Conflict,
  Forbidden,
  HeadersTooLarge,
  Malformed,
  MethodNotAllowed,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  RequestTimeout,
  TooLarge,
  TooManyRequests,
  Unauthenticated,
  Unavailable,
  Unexpected,
  UnsupportedMediaType,
} from './common-errors.js';
import { DomainError, type DomainErrorClass } from './domain-error.js';

const BY_STATUS = new Map<number, DomainErrorClass>([
  [400, Malformed],
  [401, Unauthenticated],
  [403, Forbidden],
  [404, NotFound],
  [405, MethodNotAllowed],
  [408, RequestTimeout],
  [409, Conflict],
  [412, PreconditionFailed],
  [413, TooLarge],
  [414, TooLarge],
  [415, UnsupportedMediaType],
  [428, PreconditionRequired],
  [429, TooManyRequests],
  [431, HeadersTooLarge],
  [503, Unavailable],
]);

/** SQLSTATE class 22 (data exception): a value that no field rule caught, such as text that UTF-8 does not allow. */
const DATA_EXCEPTION = /^22/;

/**
 * The domain error that any thrown thing means: its own, or that of the framework's or PostgreSQL's refusal.
 * Undefined for what nobody foresaw: that is logged whole, and answered as `Unexpected`.
 */
export function toDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  const refusal = refusalOfFramework(error);
  if (refusal) return refusal;
  if (isUnavailable(error)) return new Unavailable('The database is busy.', { retryAfterSeconds: 1 });
  const failure = databaseFailure(error);
  if (failure?.constraint === 'users_not_erased') return new Unauthenticated('The account has been erased.');
  if (failure && DATA_EXCEPTION.test(failure.code)) return new Malformed('A value cannot be stored.');
  return undefined;
}

/** What is said of an error that nobody foresaw: the request's id, and nothing else. */
export function unexpected(requestId: string): DomainError {
  return new Unexpected(`It was logged as request ${requestId}.`, { data: { requestId } });
}

/** What Nest or Fastify refused by itself, before any of our code: its message is about the request only. */
function refusalOfFramework(error: unknown): DomainError | undefined {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) return undefined;
  const known = BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? Malformed : undefined);
  return known && new known(error.message);
}

/**
 * Nest says it by `getStatus`, Fastify by `statusCode` – also of a socket that broke in the middle of a body. Others'
 * errors have a `statusCode` too, Stripe's, say: that is what was answered to us, with a message not for our clients.
 */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const byFastify = error.name === 'FastifyError' || ('code' in error && error.code === 'ECONNRESET');
  return byFastify && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
