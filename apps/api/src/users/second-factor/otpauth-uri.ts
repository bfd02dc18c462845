const ISSUER = 'Roost';

/**
 * What authenticator apps read out of a QR code (Google's "Key Uri Format").
 * @param account what the person knows the account by
 * @param secret in base 32
 */
export function otpauthUri(account: string, secret: string): string {
  const query = new URLSearchParams({ secret, issuer: ISSUER, algorithm: 'SHA1', digits: '6', period: '30' });
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(account)}?${query.toString()}`;
}
