import type { AppConfig } from '#config';
import { z } from 'zod';
import { STAFF_ROLES, type Principal } from '../principal.js';

/** One algorithm, so that a token cannot choose how it is verified (RFC 8725, section 3.1). */
export const ALGORITHM = 'HS256';
/** Says that it is an access token, so that no other token of ours is taken for one (RFC 8725, section 3.11). */
export const TOKEN_TYPE = 'at+jwt';
const AUDIENCE = 'roost-api';

/** Who issues access tokens, and for whom. */
export function issuing(config: AppConfig): { issuer: string; audience: string } {
  return { issuer: config.app.publicUrl, audience: AUDIENCE };
}

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), roles: z.array(z.enum(STAFF_ROLES)), exp: z.number() });

/** The claims that a token makes about a principal. */
export function claimsOf({ id, sessionId, roles }: Principal): { sub: string; sid: string; roles: string[] } {
  return { sub: id, sid: sessionId, roles };
}

/** The principal that the payload of a verified token speaks of; undefined when it is not one of ours. */
export function principalOf(payload: unknown): Principal | undefined {
  const { success, data } = claims.safeParse(payload);
  return success ? { id: data.sub, roles: data.roles, sessionId: data.sid } : undefined;
}
