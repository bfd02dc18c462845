/** What passkeys know an account by: the 16 bytes of its id, in base64url. */
export function handleOf(userId: string): string {
  return Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');
}
