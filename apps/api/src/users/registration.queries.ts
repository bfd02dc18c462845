import type { RawBuilder } from 'kysely';
import { sql } from '#database';

/** Who wants an account; see `registration_requests`. */
export interface NotedRegistration {
  id: string;
  email: string;
  passwordHash: string;
  firstName: string;
  lastName: string;
  /** what they have agreed to */
  termsIds: readonly string[];
}

/** Notes that somebody wants an account. */
export function noteRegistration(noted: NotedRegistration): RawBuilder<unknown> {
  return sql`
    INSERT INTO registration_requests (id, email, password_hash, first_name, last_name, terms_ids, requested_at)
    VALUES (${noted.id}, ${noted.email}, ${noted.passwordHash}, ${noted.firstName}, ${noted.lastName},
      ${noted.termsIds}::uuid[], now())`;
}

/** Takes what was noted: nothing of it is left. */
export function takeRegistration(id: string): RawBuilder<NotedRegistration> {
  return sql<NotedRegistration>`
    DELETE FROM registration_requests
    WHERE id = ${id}::uuid
    RETURNING
      id,
      email::text,
      password_hash AS "passwordHash",
      first_name AS "firstName",
      last_name AS "lastName",
      terms_ids AS "termsIds"`;
}

/** Makes the account, under the id of what was noted, unless the address has one: then no row. */
export function makeAccount(noted: NotedRegistration, now: Date): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    INSERT INTO users (id, email, password_hash, first_name, last_name, created_at, updated_at)
    VALUES (${noted.id}, ${noted.email}, ${noted.passwordHash}, ${noted.firstName}, ${noted.lastName}, ${now}, ${now})
    ON CONFLICT (email) DO NOTHING
    RETURNING id`;
}

/** The account of an address. */
export function accountAt(email: string): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`
    SELECT id
    FROM users
    WHERE email = ${email}::citext`;
}
