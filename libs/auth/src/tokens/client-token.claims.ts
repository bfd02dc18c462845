import { z } from 'zod';
import { newId } from '#clock';
import { API_SCOPES, isApiScope, type ApiScope } from '#contracts/partners/api-scopes.js';
import { MOST_AHEAD_SECONDS } from './access-token.claims.js';

/** What the token of a program says: by which key it was got, and what for. */
export interface ClientClaims {
  /** of the key */
  prefix: string;
  organisationId: string;
  scopes: ApiScope[];
}

/** A program's token that we have signed. */
export interface VerifiedClientToken {
  client: ClientClaims;
  /** in milliseconds */
  expiresAt: number;
}

/** Access tokens of programs have the claims of RFC 9068, section 2.2; those of people have none of these. */
const claims = z.object({
  sub: z.string(),
  client_id: z.string(),
  org: z.uuid(),
  scope: z.string(),
  iat: z.number(),
  exp: z.number(),
});

/** The claims that a token makes about a program. */
export function claimsOfClient({ prefix, organisationId, scopes }: ClientClaims) {
  return { sub: prefix, client_id: prefix, org: organisationId, scope: scopes.join(' '), jti: newId() };
}

/** What the payload of a token with our signature says of a program; undefined when it is not of one. */
export function verifiedClientToken(payload: unknown, now: Date): VerifiedClientToken | undefined {
  const { data } = claims.safeParse(payload);
  if (!data || data.sub !== data.client_id || data.iat > now.getTime() / 1000 + MOST_AHEAD_SECONDS) return undefined;
  const scopes = data.scope.split(' ').filter(isApiScope).slice(0, API_SCOPES.length);
  return { client: { prefix: data.client_id, organisationId: data.org, scopes }, expiresAt: data.exp * 1000 };
}
