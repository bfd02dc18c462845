/** What is known of a session when someone comes with one of its refresh tokens. */
export interface KnownSession {
  refreshTokenHash: Uint8Array;
  /** of the token before */
  previousTokenHash?: Uint8Array | null;
  /** when the token before was exchanged for the current one */
  rotatedAt: Date;
  expiresAt: Date;
  endsAt: Date;
  revokedAt?: Date | null;
}

/** A refresh token that somebody comes with. */
export interface ShownToken {
  hash: Buffer;
  /** whether it was made by us, for whichever session, however long ago */
  wasGivenOut: boolean;
}

/**
 * What is done about it. `rotate`: it is the current token, a new one takes its place. `repeat`: it was exchanged just
 * now, by another tab or by a request whose answer was lost; the same answer again. `reuse`: someone has a token that
 * the rightful client has long exchanged, so one of the two is a thief; the session ends. `ended`: it has ended before.
 * `unknown`: it was never given out.
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'reuse' | 'ended' | 'unknown';

/**
 * Decides about a refresh token (RFC 9700, section 4.14.2). One that names the session and was never given out changes
 * nothing: ids of sessions are told to their owners, to staff and in access tokens, and who has one need not have a token.
 */
export function decideRefresh(session: KnownSession, shown: ShownToken, graceMs: number, now: Date): RefreshDecision {
  if (session.revokedAt || now >= session.expiresAt || now >= session.endsAt) return 'ended';
  if (shown.hash.equals(session.refreshTokenHash)) return 'rotate';
  const isParent = session.previousTokenHash ? shown.hash.equals(session.previousTokenHash) : false;
  if (isParent && now.getTime() - session.rotatedAt.getTime() <= graceMs) return 'repeat';
  return isParent || shown.wasGivenOut ? 'reuse' : 'unknown';
}
