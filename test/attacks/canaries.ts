import { randomUUID } from 'node:crypto';
import type { TestApp } from '#testing';
import type { Caller } from '../e2e/access/matrix.js';
import type { Scene } from '../e2e/access/scene.js';

/** A private column, which rows of it are a victim's, and which of the victims' own people may read it. */
export interface Private {
  column: string;
  /** a condition; $2 is the guest's id, $3 the host's */
  of: string;
  seenBy: readonly Caller[];
}

/** Staff reads accounts, and what was done to them, whosever they are. */
export const STAFF: readonly Caller[] = ['support', 'admin'];
const PARTIES: readonly Caller[] = ['guest', 'look', 'host', 'coHostBookings', 'keyWith'];
const NOBODY: readonly Caller[] = [];
const ANY = '$2::uuid <> $3::uuid';

/**
 * Everything that is not for everyone. What is `staff`'s is so on both sides. A look sees what the guest sees, but for what
 * the account is secured with and what lets others in: keys, passkeys, identities, sessions, what pays.
 */
export const PRIVATE: readonly Private[] = [
  { column: 'users.email', of: 'id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest', 'look', ...STAFF] },
  // The host and the guest are members of one organisation, and know each other by name.
  { column: 'users.last_name', of: 'id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest', 'look', 'host', ...STAFF] },
  { column: 'users.time_zone', of: 'id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest', 'look'] },
  { column: 'users.external_ref', of: 'id = $2 AND $3::uuid IS NOT NULL', seenBy: NOBODY },
  { column: 'users.password_hash', of: 'id = $2 AND $3::uuid IS NOT NULL', seenBy: NOBODY },
  {
    column: 'properties.description',
    of: `status = 'draft' AND host_id = $3 AND $2::uuid IS NOT NULL`,
    seenBy: ['host', 'coHostListing', 'coHostCalendar', 'coHostBookings', 'coHostMessages', 'keyWith'],
  },
  {
    column: 'properties.address_line1',
    of: 'host_id = $3 AND $2::uuid IS NOT NULL',
    seenBy: ['host', 'guest', 'look', 'coHostListing', 'coHostCalendar', 'coHostBookings', 'coHostMessages', 'keyWith'],
  },
  {
    column: 'claims.note',
    of: `kind = 'block' AND property_id IN (SELECT id FROM properties WHERE host_id = $3) AND $2::uuid IS NOT NULL`,
    seenBy: ['host', 'coHostCalendar', 'keyWith'],
  },
  { column: 'bookings.message', of: 'guest_id = $2 AND $3::uuid IS NOT NULL', seenBy: PARTIES },
  {
    column: 'payments.client_secret',
    of: 'booking_id IN (SELECT id FROM bookings WHERE guest_id = $2) AND $3::uuid IS NOT NULL',
    seenBy: ['guest'],
  },
  { column: 'payments.last_error', of: ANY, seenBy: NOBODY },
  { column: 'stripe_events.last_error', of: ANY, seenBy: NOBODY },
  { column: 'event_deliveries.last_error', of: ANY, seenBy: NOBODY },
  { column: 'data_exports.last_error', of: ANY, seenBy: NOBODY },
  { column: 'mails.subject', of: ANY, seenBy: NOBODY },
  { column: 'mails.body', of: ANY, seenBy: NOBODY },
  { column: 'idempotency_keys.body', of: ANY, seenBy: NOBODY },
  {
    column: 'api_keys.name',
    of: 'organisation_id IN (SELECT organisation_id FROM organisation_members WHERE user_id = $3) AND $2::uuid IS NOT NULL',
    seenBy: ['host', 'guest'],
  },
  {
    column: 'organisation_invitations.email',
    of: 'organisation_id IN (SELECT organisation_id FROM organisation_members WHERE user_id = $3) AND $2::uuid IS NOT NULL',
    seenBy: ['host', 'guest', 'look'],
  },
  {
    column: 'co_host_invitations.email',
    of: 'property_id IN (SELECT id FROM properties WHERE host_id = $3) AND $2::uuid IS NOT NULL',
    seenBy: ['host'],
  },
  { column: 'passkeys.name', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest'] },
  { column: 'identities.email', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest'] },
  { column: 'identities.subject', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: NOBODY },
  { column: 'sessions.user_agent', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest'] },
  { column: 'saved_searches.name', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest', 'look'] },
  // What is shared is told to whoever has the link. Names are unique.
  {
    column: 'wish_lists.name',
    of: `id = (SELECT id FROM wish_lists WHERE user_id = $2 AND link_hash IS NULL ORDER BY id DESC LIMIT 1) AND $3::uuid IS NOT NULL`,
    seenBy: ['guest', 'look'],
  },
  {
    column: 'wish_list_places.note',
    of: 'wish_list_id IN (SELECT id FROM wish_lists WHERE user_id = $2) AND $3::uuid IS NOT NULL',
    seenBy: ['guest', 'look'],
  },
  { column: 'suspensions.reason', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: STAFF },
  { column: 'account_looks.reason', of: 'user_id = $2 AND $3::uuid IS NOT NULL', seenBy: ['guest', 'look'] },
];

/** Columns of text that are no secret, or hold no text of anybody's: names of states, rules, what is published. */
export const PLAIN: Record<string, string> = {
  audit_entries: 'actor_kind action subject_type subject_id',
  audit_pending: 'actor_kind action subject_type subject_id',
  bookings: 'code status booking_mode time_zone cancellation_policy',
  claims: 'kind',
  co_host_invitations: 'outcome',
  consents: 'via',
  data_exports: 'status',
  entries: 'account',
  event_deliveries: 'handler',
  events: 'type',
  gazetteer_names: 'name',
  gazetteer_places: 'name folded_name region folded_region time_zone',
  identities: 'provider issuer',
  imports: 'source',
  journals: 'kind key',
  mikro_orm_migrations: 'name',
  oidc_attempts: 'provider purpose',
  organisation_invitations: 'role',
  organisation_members: 'role',
  amenities: 'code',
  api_keys: 'prefix',
  code_requests: 'purpose',
  mailed_codes: 'purpose',
  passkey_challenges: 'purpose',
  payments: 'purpose status wanted capture_method failure failure_code stripe_payment_intent_id',
  properties:
    'status title type room_type city region postal_code time_zone booking_mode check_in_from check_out_by cancellation_policy external_ref',
  property_search: 'type region city time_zone check_in_from',
  quotes: 'cancellation_policy time_zone booking_mode',
  refunds: 'purpose status stripe_refund_id',
  saved_searches: 'alerts',
  reviews: 'author_name comment external_ref',
  seasons: 'name',
  stripe_events: 'id type',
  terms: 'document version url sha256',
  tax_rules: 'name authority region city kind code price_per on_taxes',
  users: 'first_name bio',
};

/** Columns that the scene has no rows of to plant anything in, or whose rows nobody may change. */
export const ELSEWHERE: Record<string, string> = {
  account_look_reads: 'what',
  audit_entries: 'network user_agent reason',
  audit_pending: 'network user_agent reason',
  code_requests: 'email',
  email_changes: 'old_email new_email',
  file_removals: 'name',
  idempotency_keys: 'scope key',
  mailed_codes: 'email',
  mails: 'recipient last_error',
  oidc_attempts: 'return_to',
  organisations: 'slug name',
  refunds: 'last_error',
  registration_requests: 'email password_hash first_name last_name',
  stripe_events: 'unreadable',
  suspensions: 'restore_reason',
};

/** A text that is in one private column, and nowhere else. */
export interface Canary extends Private {
  text: string;
}

/** Puts a text of its own in each private column. @throws Error when there is no row for one */
export async function plant(app: TestApp, victims: Scene, columns: readonly Private[]): Promise<Canary[]> {
  const planted: Canary[] = [];
  for (const each of columns) {
    const [table = '', column = ''] = each.column.split('.');
    const text = `canary${randomUUID().replaceAll('-', '')}`;
    const value = column === 'email' ? `${text}@example.com` : text;
    const people = [victims.person('guest').id, victims.person('host').id];
    const rows = await app.sql(`UPDATE ${table} SET ${column} = $1 WHERE ${each.of} RETURNING 1`, [value, ...people]);
    if (rows.length === 0) throw new Error(`there is no row to plant ${each.column} in`);
    planted.push({ ...each, text });
  }
  return planted;
}
