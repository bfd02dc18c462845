import type { AppConfig } from '#config';
import { z } from 'zod';
import { STAFF_ROLES, type Principal } from '../principal.js';

/** One algorithm, so that a token cannot choose how it is verified (RFC 8725, section 3.1). */
export const ALGORITHM = 'ES256';
/** Says that it is an access token, so that no other token of ours is taken for one (RFC 8725, section 3.11). */
export const TOKEN_TYPE = 'at+jwt';
const AUDIENCE = 'roost-api';
/** By how much the clock of the process that signed may be ahead. */
export const MOST_AHEAD_SECONDS = 60;

/** Who issues access tokens, and for whom. */
export function issuing(config: AppConfig): { issuer: string; audience: string } {
  return { issuer: config.app.publicUrl, audience: AUDIENCE };
}

/**
 * The header of our tokens, and nothing else in it: not a key or where to fetch one (`jwk`, `jku`, `x5u`), and no
 * extension that has to be understood (`crit`, RFC 7515, section 4.1.11).
 */
const header = z.strictObject({ alg: z.literal(ALGORITHM), typ: z.literal(TOKEN_TYPE), kid: z.string() });

const claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  roles: z.array(z.enum(STAFF_ROLES)),
  // Tokens from before there were versions are of the first.
  ver: z.int().min(0).default(0),
  // So are those that do not say when somebody signed in (`auth_time` is OpenID Connect's): long ago, then.
  auth_time: z.int().min(0).default(0),
  /** who acts for the subject (RFC 8693, section 4.1) */
  act: z.object({ sub: z.uuid(), ver: z.int().min(0), look: z.uuid() }).optional(),
  iat: z.number(),
  exp: z.number(),
});

/** The claims that a token makes about a principal. */
export function claimsOf({ id, sessionId, roles, accessVersion, provedAt, lookedAtBy }: Principal) {
  const act = lookedAtBy && { sub: lookedAtBy.id, ver: lookedAtBy.accessVersion, look: lookedAtBy.lookId };
  return { sub: id, sid: sessionId, roles, ver: accessVersion, auth_time: provedAt, ...(act && { act }) };
}

/** The name of the key that a token says it is signed with; undefined when its header is not that of our tokens. */
export function keyIdOf(tokenHeader: unknown): string | undefined {
  return header.safeParse(tokenHeader).data?.kid;
}

/** A token that we have signed. */
export interface VerifiedToken {
  principal: Principal;
  /** from then on, in milliseconds, all that it is good for is to sign out */
  expiresAt: number;
}

/** What the payload of a token with our signature says; undefined when it is not one of ours. */
export function verifiedToken(payload: unknown, now: Date): VerifiedToken | undefined {
  const { data } = claims.safeParse(payload);
  if (!data || data.iat > now.getTime() / 1000 + MOST_AHEAD_SECONDS) return undefined;
  const { sub: id, sid: sessionId, roles, ver: accessVersion, auth_time: provedAt, act, exp } = data;
  const lookedAtBy = act && { id: act.sub, accessVersion: act.ver, lookId: act.look };
  const principal = { id, roles, sessionId, accessVersion, provedAt, ...(lookedAtBy && { lookedAtBy }) };
  return { principal, expiresAt: exp * 1000 };
}
