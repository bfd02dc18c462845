import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { UpdateMeInput } from '#contracts/users.dto.js';
import { isEmailAddress, mailboxOf } from '#contracts/validators/emails.js';
import type { PersonName } from '../user.entity.js';

/** What a provider says of somebody: out of the ID token, and of its answer about the user. */
export type Claims = Readonly<Record<string, unknown>>;

/** An address, as it was sent, and in the one spelling that its mailbox has. */
export interface Address {
  email: string;
  mailbox: string;
}

/** For whom the provider tells no name that we would take. */
const NAMELESS = 'Guest';
const LONGEST_NAME = 100;

/** The address in claims; null when there is none, or it is none that we would take at a registration. */
export function addressIn({ email }: Claims): Address | null {
  if (typeof email !== 'string') return null;
  const sent = email.trim();
  return isEmailAddress(sent) ? { email: sent, mailbox: mailboxOf(sent) } : null;
}

/**
 * The same, if the provider says that it is the person's (OpenID Connect Core 1.0, section 5.1). Apple says so in a text.
 * Anything else is only what somebody has typed in there.
 */
export function verifiedAddressIn(claims: Claims): Address | null {
  return claims.email_verified === true || claims.email_verified === 'true' ? addressIn(claims) : null;
}

/** What somebody is called, by the rules that names have here: whatever a provider says, it is a name afterwards. */
export function nameIn({ given_name: given, family_name: family, name }: Claims): PersonName {
  const [first = '', ...others] = clean(name).split(' ');
  const spoken = clean(given) || clean(family) ? [clean(given), clean(family)] : [first, others.join(' ')];
  const [firstName = '', lastName = ''] = spoken;
  return { firstName: sound('firstName', firstName) ?? NAMELESS, lastName: sound('lastName', lastName) ?? '' };
}

/**
 * The name that Apple sends beside the token when somebody first comes (Apple, "Sign in with Apple JS"). It is
 * not signed: whoever comes may call themselves what they like, as at any registration.
 */
export function nameBeside(params: URLSearchParams): Claims {
  const { name } = parsed(params.get('user')) ?? {};
  if (typeof name !== 'object' || name === null) return {};
  const { firstName, lastName } = name as Claims;
  return { given_name: firstName, family_name: lastName };
}

function parsed(json: string | null): Claims | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return typeof value === 'object' ? (value as Claims | null) : null;
  } catch {
    return null;
  }
}

function clean(claim: unknown): string {
  if (typeof claim !== 'string') return '';
  const line = claim.toWellFormed().replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return Array.from(line.trim()).slice(0, LONGEST_NAME).join('').trim();
}

function sound(field: 'firstName' | 'lastName', text: string): string | undefined {
  const faults = validateSync(plainToInstance(UpdateMeInput, { [field]: text }));
  return faults.length === 0 ? text : undefined;
}
