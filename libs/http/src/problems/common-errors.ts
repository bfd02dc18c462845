import { domainError, type FieldError } from './domain-error.js';

export class Malformed extends domainError({
  code: 'malformed',
  status: 400,
  title: 'The request cannot be read',
  example: { detail: 'The body is not JSON.' },
}) {}

/** A body of thousands of wrong fields must not make an answer many times its size. */
const MOST_FIELD_ERRORS = 100;

/** The request has the wrong shape; `errors` names every wrong field, the first hundred of them. */
export class InvalidInput extends domainError({
  code: 'invalid_input',
  status: 400,
  title: 'The request is not valid',
  example: {
    detail: '/guests/adults: must not be less than 1; /checkOut: must be a date that exists, written YYYY-MM-DD',
    errors: [
      { pointer: '/guests/adults', code: 'min', message: 'must not be less than 1' },
      { pointer: '/checkOut', code: 'date', message: 'must be a date that exists, written YYYY-MM-DD' },
    ],
  },
}) {
  constructor(errors: FieldError[]) {
    const named = errors.slice(0, MOST_FIELD_ERRORS);
    const sentences = named.map(({ pointer, message }) => `${pointer}: ${message}`);
    const left = errors.length - named.length;
    super([...sentences, ...(left > 0 ? [`and ${left} more`] : [])].join('; '), { errors: named });
  }
}

export class Unauthenticated extends domainError({
  code: 'unauthenticated',
  status: 401,
  title: 'Sign in to do this',
  example: { detail: 'The access token is not valid, or has expired.' },
}) {}

export class Forbidden extends domainError({ code: 'forbidden', status: 403, title: 'This is not allowed for you' }) {}

/** There is no such thing – or it is another's: the two are not told apart. */
export class NotFound extends domainError({ code: 'not_found', status: 404, title: 'There is no such thing' }) {}

export class MethodNotAllowed extends domainError({
  code: 'method_not_allowed',
  status: 405,
  title: 'This cannot be done here',
}) {}

export class RequestTimeout extends domainError({
  code: 'request_timeout',
  status: 408,
  title: 'The request did not come in whole in time',
}) {}

export class Conflict extends domainError({ code: 'conflict', status: 409, title: 'Something else got in between' }) {}

export class PreconditionFailed extends domainError({
  code: 'precondition_failed',
  status: 412,
  title: 'It has changed since you read it',
  example: { detail: 'That is not the version you read: it is at version 4 now.' },
}) {}

export class PreconditionRequired extends domainError({
  code: 'precondition_required',
  status: 428,
  title: 'Say which version you change',
  example: { detail: 'Send If-Match with the ETag of the version you change.' },
}) {}

export class TooLarge extends domainError({ code: 'too_large', status: 413, title: 'The request is too large' }) {}

export class UnsupportedMediaType extends domainError({
  code: 'unsupported_media_type',
  status: 415,
  title: 'This content type is not taken',
}) {}

export class ExpectationFailed extends domainError({
  code: 'expectation_failed',
  status: 417,
  title: 'What the request expects cannot be met',
}) {}

export class TooManyRequests extends domainError({
  code: 'too_many_requests',
  status: 429,
  title: 'Slow down',
  example: { detail: 'At most 1000 requests in 60 seconds.' },
}) {}

export class HeadersTooLarge extends domainError({
  code: 'headers_too_large',
  status: 431,
  title: 'The headers are too large',
}) {}

export class Unexpected extends domainError({
  code: 'unexpected',
  status: 500,
  title: 'Something went wrong on our side',
  example: {
    detail: 'It was logged as request 5f0c2d1e-8a4b-4c6f-9d27-3e1b7a905c84.',
    data: { requestId: '5f0c2d1e-8a4b-4c6f-9d27-3e1b7a905c84' },
  },
}) {}

export class Unavailable extends domainError({
  code: 'unavailable',
  status: 503,
  title: 'Try again in a moment',
  example: { detail: 'The database is busy.' },
}) {}

/** A state machine's refusal; `data` names both states, `from` and `to`. */
export class IllegalTransition extends domainError({
  code: 'illegal_transition',
  status: 409,
  title: 'This cannot be done in its present state',
  example: {
    detail: 'A booking that is completed cannot become cancelled.',
    data: { from: 'completed', to: 'cancelled' },
  },
}) {}
