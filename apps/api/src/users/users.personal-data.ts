import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type ErasedPerson, type ToldRow } from '#personal-data';

/** What the account's row says of its owner: every column that is theirs, and no secret. A new one is told here. */
const accountOf = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT
    id,
    email::text,
    email_verified_at AS "emailVerifiedAt",
    first_name AS "firstName",
    last_name AS "lastName",
    languages,
    bio,
    time_zone AS "timeZone",
    currency,
    roles,
    password_hash IS NOT NULL AS "hasPassword",
    version,
    created_at AS "createdAt",
    updated_at AS "updatedAt"
  FROM users
  WHERE id = ${id}::uuid`;

/** The account as nobody's: others' bookings and the books go on to point at it. A new column of a person goes here. */
const withoutOwner = ({ id, now }: ErasedPerson): RawBuilder<unknown> => sql`
  UPDATE users
  SET email = NULL,
      email_verified_at = NULL,
      password_hash = NULL,
      first_name = 'Former member',
      last_name = '',
      languages = '{}',
      bio = NULL,
      time_zone = NULL,
      currency = NULL,
      external_ref = NULL,
      erased_at = now(),
      updated_at = ${now},
      version = version + 1
  WHERE id = ${id}::uuid`;

/** Failed logins with the address, from networks that the account has not been used from. */
const failedLogins = (email: string): RawBuilder<unknown> => sql`
  DELETE FROM login_failures
  WHERE bucket = ANY(ARRAY[
    sha256(convert_to(lower(${email}::text) || ' ', 'UTF8')),
    sha256(convert_to(lower(${email}::text) || '  second_factor', 'UTF8'))])`;

const ofUser = (table: string, { id }: ErasedPerson): RawBuilder<unknown> =>
  sql`DELETE FROM ${sql.table(table)} WHERE user_id = ${id}::uuid`;

const ofAddress = (table: string, email: string): RawBuilder<unknown> =>
  sql`DELETE FROM ${sql.table(table)} WHERE email = ${email}::citext`;

/** In an order in which nothing is pointed at any more when it goes. */
const TABLES_OF_USER = [
  'oidc_attempts',
  'sessions',
  'known_networks',
  'mailed_codes',
  'email_changes',
  'sign_in_challenges',
  'totp_secrets',
  'recovery_codes',
  'passkey_challenges',
  'passkeys',
  'identities',
];

/** Who somebody is, and how they sign in. */
export const holdsAccounts = holdsPersonalData({
  about: 'account',
  tells: [
    { file: 'account', says: 'Your account.', tables: ['users'], rows: accountOf },
    {
      file: 'sessions',
      says: 'Where you are signed in, and have been of late.',
      tables: ['sessions'],
      rows: (id) => sql`
        SELECT id, user_agent AS "userAgent", factors, created_at AS "createdAt", proved_at AS "provedAt",
          rotated_at AS "lastSeenAt", expires_at AS "expiresAt", revoked_at AS "endedAt"
        FROM sessions
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'passkeys',
      says: 'The passkeys that sign in to your account.',
      tables: ['passkeys'],
      rows: (id) => sql`
        SELECT id, name, transports, created_at AS "createdAt", last_used_at AS "lastUsedAt"
        FROM passkeys
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'authenticator-apps',
      says: 'The authenticator app that your account asks for.',
      tables: ['totp_secrets'],
      rows: (id) => sql`
        SELECT user_id AS id, created_at AS "createdAt", confirmed_at AS "confirmedAt"
        FROM totp_secrets
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'identities',
      says: 'Accounts elsewhere that sign in to yours.',
      tables: ['identities'],
      rows: (id) => sql`
        SELECT id, provider, issuer, subject, email, created_at AS "createdAt", last_used_at AS "lastUsedAt"
        FROM identities
        WHERE user_id = ${id}::uuid`,
    },
    {
      file: 'email-changes',
      says: 'Changes of your address that you have asked for of late.',
      tables: ['email_changes'],
      rows: (id) => sql`
        SELECT id, old_email::text AS "oldEmail", new_email::text AS "newEmail", requested_at AS "requestedAt",
          left_at AS "confirmedAtOldAt", taken_at AS "confirmedAtNewAt", ended_at AS "endedAt"
        FROM email_changes
        WHERE user_id = ${id}::uuid`,
    },
  ],
  untold: {
    known_networks: 'keyed hashes of networks, from which nobody reads where you were',
    login_failures: 'hashes of addresses, with a count of failed logins',
    mailed_codes: 'links that were sent to your address, kept for a day',
    code_requests: 'links that were asked for and not sent yet',
    registration_requests: 'accounts that were asked for and not made yet',
    recovery_codes: 'hashes of secrets',
    sign_in_challenges: 'sign-ins that wait for their second step, kept for a day',
    passkey_challenges: 'what a passkey is asked to sign, kept for a day',
    oidc_attempts: 'sign-ins that go on at a provider, kept for a day',
  },
  erased: 'your name, your address, and everything that signs in to your account',
  erases: (person) => [
    ...TABLES_OF_USER.map((table) => ofUser(table, person)),
    ...(person.email === null
      ? []
      : [
          ofAddress('code_requests', person.email),
          ofAddress('registration_requests', person.email),
          failedLogins(person.email),
        ]),
    withoutOwner(person),
  ],
});
