import { HttpException } from '@nestjs/common';
import { databaseFailure, isUnavailable } from '#database';
import {
  Conflict,
  Forbidden,
  HeadersTooLarge,
  Malformed,
  MethodNotAllowed,
  NotFound,
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
  [409, Conflict],
  [413, TooLarge],
  [414, TooLarge],
  [415, UnsupportedMediaType],
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
  const status = statusOf(error);
  const known = status === undefined ? undefined : BY_STATUS.get(status);
  if (known && error instanceof Error) return new known(error.message);
  if (isUnavailable(error)) return new Unavailable('The database is busy.', { retryAfterSeconds: 1 });
  const failure = databaseFailure(error);
  if (failure && DATA_EXCEPTION.test(failure.code)) return new Malformed('A value cannot be stored.');
  return undefined;
}

/** What is said of an error that nobody foresaw: the request's id, and nothing else. */
export function unexpected(requestId: string): DomainError {
  return new Unexpected(`It was logged as request ${requestId}.`, { data: { requestId } });
}

/** Nest says it by `getStatus`, Fastify by `statusCode`. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}
