import type { RawBuilder } from 'kysely';
import type { ConsentDto, ConsentVia, TermsDto } from '#contracts/consents.dto.js';
import { sql } from '#database';

/** A version to be published. */
export interface NewTerms extends TermsDto {
  publishedBy: string;
  publishedAt: Date;
}

/** A consent to be written. */
export interface NewConsents {
  /** as many as there are terms */
  ids: readonly string[];
  userId: string;
  termsIds: readonly string[];
  via: ConsentVia;
  givenAt: Date;
}

/** Of each document the version that is in force. */
export function termsInForce(now: Date): RawBuilder<TermsDto> {
  return sql<TermsDto>`
    SELECT DISTINCT ON (document) id, document, version, url, sha256, required, effective_at AS "effectiveAt"
    FROM terms
    WHERE effective_at <= ${now}
    ORDER BY document, effective_at DESC, id DESC`;
}

/** Publishes a version. One of that name fails by `terms_once`. */
export function insertTerms(terms: NewTerms): RawBuilder<unknown> {
  return sql`
    INSERT INTO terms (id, document, version, url, sha256, required, effective_at, published_at, published_by)
    VALUES (${terms.id}, ${terms.document}, ${terms.version}, ${terms.url}, ${terms.sha256}, ${terms.required},
      ${terms.effectiveAt}, ${terms.publishedAt}, ${terms.publishedBy})`;
}

/** Writes consents; those that somebody has given already stay as they are. */
export function insertConsents({ ids, userId, termsIds, via, givenAt }: NewConsents): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    INSERT INTO consents (id, user_id, terms_id, via, given_at)
    SELECT id, ${userId}::uuid, terms_id, ${via}, ${givenAt}
    FROM unnest(${ids}::uuid[], ${termsIds}::uuid[]) AS given (id, terms_id)
    ON CONFLICT (user_id, terms_id) WHERE withdrawn_at IS NULL DO NOTHING
    RETURNING id`;
}

const OF_PERSON = sql`
  SELECT c.id, t.document, t.version, c.via, c.given_at AS "givenAt", c.withdrawn_at AS "withdrawnAt"
  FROM consents c
  JOIN terms t ON t.id = c.terms_id`;

/** A person's consents, the latest first. */
export function consentsOf(userId: string, beforeId: string | undefined, limit: number): RawBuilder<ConsentDto> {
  return sql<ConsentDto>`
    ${OF_PERSON}
    WHERE c.user_id = ${userId}::uuid
      ${beforeId === undefined ? sql`` : sql`AND c.id < ${beforeId}::uuid`}
    ORDER BY c.id DESC
    LIMIT ${limit}`;
}

/** The consent of a person to a version that counts. */
export function consentTo(userId: string, termsId: string): RawBuilder<ConsentDto> {
  return sql<ConsentDto>`
    ${OF_PERSON}
    WHERE c.user_id = ${userId}::uuid
      AND c.terms_id = ${termsId}::uuid
      AND c.withdrawn_at IS NULL`;
}

/** One of a person's consents, with its document. */
export function ownConsent(userId: string, id: string): RawBuilder<{ document: string }> {
  return sql<{ document: string }>`
    SELECT t.document
    FROM consents c
    JOIN terms t ON t.id = c.terms_id
    WHERE c.id = ${id}::uuid
      AND c.user_id = ${userId}::uuid`;
}

/** Ends a consent; no row when it has ended. */
export function withdraw(userId: string, id: string, now: Date): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    UPDATE consents
    SET withdrawn_at = ${now}
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid
      AND withdrawn_at IS NULL
    RETURNING id`;
}
