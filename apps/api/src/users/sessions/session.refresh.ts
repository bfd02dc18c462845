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

/**
 * What is done about it. `rotate`: it is the current token, a new one takes its place. `repeat`: it was exchanged just
 * now, by another tab or by a request whose answer was lost; the same answer again. `reuse`: someone has a token that
 * the rightful client has long exchanged, so one of the two is a thief; the session ends. `ended`: it has ended before.
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'reuse' | 'ended';

/**
 * Decides about a refresh token (RFC 9700, section 4.14.2). A token that names the session but was never given out also
 * ends it: who knows a session's id has had one of its tokens in their hands.
 */
export function decideRefresh(session: KnownSession, tokenHash: Buffer, graceMs: number, now: Date): RefreshDecision {
  if (session.revokedAt || now >= session.expiresAt || now >= session.endsAt) return 'ended';
  if (tokenHash.equals(session.refreshTokenHash)) return 'rotate';
  const isParent = session.previousTokenHash ? tokenHash.equals(session.previousTokenHash) : false;
  return isParent && now.getTime() - session.rotatedAt.getTime() <= graceMs ? 'repeat' : 'reuse';
}
