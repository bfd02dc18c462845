import { StripeError } from '../call/errors.js';

type KeyKind = 'secret' | 'publishable';

/** The keys that are let in; without one, every test key of its kind is. */
export interface AcceptedKeys {
  readonly secret?: string | undefined;
  readonly publishable?: string | undefined;
}

/**
 * Tells who calls by the key of the `Authorization` header (bearer, or user of basic), or by the parameter `key`
 * that Stripe.js sends.
 * @throws StripeError 401 for no key, a live key or an unknown one
 */
export function authenticate(header: string | undefined, param: string | null, accepted: AcceptedKeys): KeyKind {
  const key = header === undefined ? param : keyOf(header);
  if (key === null || key === '') {
    throw unauthorised(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (matches(key, 'sk_test_', accepted.secret)) return 'secret';
  if (matches(key, 'pk_test_', accepted.publishable)) return 'publishable';
  throw unauthorised(`Invalid API Key provided: ${masked(key)}`);
}

/**
 * Lets only the secret key pass.
 * @throws StripeError 401 for a publishable one
 */
export function requireSecret(kind: KeyKind): void {
  if (kind === 'secret') return;
  throw unauthorised(
    'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
    'secret_key_required',
  );
}

function keyOf(header: string): string | null {
  const [scheme, credentials] = header.split(' ');
  if (credentials === undefined) return null;
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  if (scheme?.toLowerCase() !== 'basic') return null;
  return Buffer.from(credentials, 'base64').toString().split(':')[0] ?? null;
}

function matches(key: string, prefix: string, accepted: string | undefined): boolean {
  return accepted === undefined ? key.startsWith(prefix) && key.length > prefix.length : key === accepted;
}

const masked = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(8)}${key.length > 16 ? key.slice(-4) : ''}`;

function unauthorised(message: string, code?: string): StripeError {
  return new StripeError(401, 'invalid_request_error', message, code === undefined ? {} : { code });
}
