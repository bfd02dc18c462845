import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** A person, as an issuer names them. */
export interface Subject {
  issuer: string;
  subject: string;
}

/** What is kept of a new identity. */
export interface NewIdentity extends Subject {
  id: string;
  userId: string;
  provider: string;
  email: string | null;
}

/** An identity of somebody, for them. */
export interface IdentityRow {
  id: string;
  provider: string;
  email: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const SHOWN = sql`id, provider, email, created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

/** Whose identity it is. */
export function ownerOf({ issuer, subject }: Subject): RawBuilder<{ userId: string }> {
  return sql<{ userId: string }>`
    SELECT user_id AS "userId"
    FROM identities
    WHERE issuer = ${issuer}
      AND subject = ${subject}`;
}

/** The same, and notes that it was used to sign in. */
export function signIn({ issuer, subject }: Subject): RawBuilder<{ userId: string }> {
  return sql<{ userId: string }>`
    UPDATE identities
    SET last_used_at = now()
    WHERE issuer = ${issuer}
      AND subject = ${subject}
    RETURNING user_id AS "userId"`;
}

/** Keeps one; no row when it is somebody's already, or the account has another of that provider. */
export function putIdentity(identity: NewIdentity): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    INSERT INTO identities (id, user_id, provider, issuer, subject, email, created_at)
    VALUES (
      ${identity.id}, ${identity.userId}, ${identity.provider}, ${identity.issuer}, ${identity.subject}, ${identity.email},
      now()
    )
    ON CONFLICT DO NOTHING
    RETURNING id`;
}

/** Whether an address has an account: as it was sent, as accounts of before may have it, or in that of its mailbox. */
export function accountWith(email: string, mailbox: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    SELECT id
    FROM users
    WHERE email = ANY(${[email, mailbox]}::citext[])`;
}

/** All identities of a user, the oldest first. */
export function identitiesOf(userId: string): RawBuilder<IdentityRow> {
  return sql<IdentityRow>`
    SELECT ${SHOWN}
    FROM identities
    WHERE user_id = ${userId}::uuid
    ORDER BY created_at, id`;
}

/** Forgets one of a user; no row when they have none with this id. */
export function removeIdentity(userId: string, id: string): RawBuilder<{ provider: string }> {
  return sql<{ provider: string }>`
    DELETE FROM identities
    WHERE id = ${id}::uuid
      AND user_id = ${userId}::uuid
    RETURNING provider`;
}

/** The provider vouches for the address of an account that has just been made. */
export function markVerified(userId: string): RawBuilder<unknown> {
  return sql`
    UPDATE users
    SET email_verified_at = now()
    WHERE id = ${userId}::uuid`;
}
