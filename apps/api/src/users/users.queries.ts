import type { RawBuilder } from 'kysely';
import type { StaffRole } from '#auth';
import type { PublicUserDto, UserDto } from '#contracts/users.dto.js';
import { sql } from '#database';

/** What is compared at sign-in. */
export interface Credentials {
  id: string;
  passwordHash: string | null;
  roles: StaffRole[];
}

/** The account with this e-mail address; citext makes capitals equal. */
export function credentialsOf(email: string): RawBuilder<Credentials> {
  return sql<Credentials>`
    SELECT id, password_hash AS "passwordHash", roles
    FROM users
    WHERE email = ${email}::citext`;
}

/** An account, as its owner sees it; with its roles in the order guest, host, support, admin. */
export function accountOf(userId: string): RawBuilder<UserDto> {
  return sql<UserDto>`
    SELECT
      u.id,
      coalesce(u.email, '') AS email,
      u.first_name AS "firstName",
      u.last_name AS "lastName",
      ARRAY['guest']
        || CASE WHEN EXISTS (SELECT FROM properties p WHERE p.host_id = u.id) THEN ARRAY['host'] ELSE '{}' END
        || u.roles AS roles,
      u.version,
      u.created_at AS "createdAt"
    FROM users u
    WHERE u.id = ${userId}::uuid`;
}

/** Users, as others see them. */
export function publicUsers(ids: readonly string[]): RawBuilder<PublicUserDto> {
  return sql<PublicUserDto>`
    SELECT id, first_name AS "firstName", created_at AS since
    FROM users
    WHERE id = ANY(${ids}::uuid[])`;
}
