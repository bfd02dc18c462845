import type { Json } from '#database';
import { DomainError, type FieldError } from './domain-error.js';

/** A problem document (RFC 9457), as it is sent. */
export interface Problem {
  [member: string]: unknown;
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
}

/** The page that explains an error code. */
export function problemType(code: string): string {
  return `https://roost.example/errors/${code}`;
}

/** The problem document of a domain error. */
export function toProblem(error: DomainError): Problem {
  const { code, status, title } = error.kind;
  const { errors, data } = error.details;
  return { type: problemType(code), title, status, detail: error.message, code, ...(errors && { errors }), ...data };
}

/** When to come back to a service that is busy, where the error does not say. */
const RETRY_AFTER_SECONDS = 1;

/** In how many seconds it may be tried again; undefined when that would not help. */
export function retryAfterOf({ kind, details }: DomainError): number | undefined {
  return details.retryAfterSeconds ?? (kind.status === 503 ? RETRY_AFTER_SECONDS : undefined);
}

/** The domain error that a stored problem document was made of. */
export function toRefusal(problem: unknown): DomainError {
  const { code, status, title, detail, errors, ...more } = problem as Problem & { errors?: FieldError[] };
  const data = Object.fromEntries(Object.entries(more).filter(([member]) => member !== 'type'));
  return new DomainError({ code, status, title }, detail, {
    ...(errors && { errors }),
    data: data as Record<string, Json>,
  });
}
