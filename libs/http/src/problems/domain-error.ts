import type { Json } from '#database';

/** One thing that is wrong with a request: where (RFC 6901 JSON pointer), a stable code, a sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** What a kind of error always says: a stable code, its HTTP status, and a title (RFC 9457, section 3.1). */
export interface ErrorKind {
  code: string;
  status: number;
  title: string;
  /** an occurrence of it, for the documentation */
  example?: { detail: string; errors?: FieldError[]; data?: Record<string, Json> };
}

/** What one occurrence of an error adds. */
export interface ErrorDetails {
  /** every wrong field */
  errors?: FieldError[];
  /** extension members of the problem document */
  data?: Record<string, Json>;
  /** sent as Retry-After, in seconds */
  retryAfterSeconds?: number;
}

/** A refusal that the domain knows. Each reason has a class of its own, declared beside the rule it belongs to. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    detail: string,
    readonly details: ErrorDetails = {},
  ) {
    super(detail);
  }
}

/** The class of a kind of error, as `domainError` makes it. */
export interface DomainErrorClass {
  new (detail: string, details?: ErrorDetails): DomainError;
  readonly kind: ErrorKind;
}

const catalogue = new Map<string, ErrorKind>();

/** A base class for one kind of error. Every kind is entered in the catalogue that the documentation is made from. */
export function domainError(kind: ErrorKind): DomainErrorClass {
  if (catalogue.has(kind.code)) throw new Error(`two errors share the code ${kind.code}`);
  catalogue.set(kind.code, kind);
  return class extends DomainError {
    static readonly kind = kind;

    constructor(detail: string, details?: ErrorDetails) {
      super(kind, detail, details);
    }
  };
}

/** Every kind of error there is, by code. */
export function errorCatalogue(): ErrorKind[] {
  return [...catalogue.values()].sort((a, b) => a.code.localeCompare(b.code));
}
