import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessTokens, KeyIdentity, wallTime } from '#auth';
import { isApiScope, type ApiScope } from '#contracts/partners/api-scopes.js';
import type { ClientTokenDto } from '#contracts/partners/oauth.dto.js';
import { OAuthRefusal, tokenRequest } from './token-request.js';

/** Tokens for programs: an API key is a client's credential, its prefix the client's name. */
@Injectable()
export class TokensService {
  constructor(
    private readonly identity: KeyIdentity,
    private readonly tokens: AccessTokens,
  ) {}

  /**
   * A token for what the key is good for, or for less. It ends with its key.
   * @throws OAuthRefusal, TooManyRequests
   */
  async issue(request: FastifyRequest, reply: FastifyReply): Promise<ClientTokenDto> {
    const { clientId, secret, scopes } = tokenRequest(request.body, request.headers.authorization);
    const key = await this.identity.rightKey(secret, request, reply);
    if (key?.prefix !== clientId)
      throw new OAuthRefusal('invalid_client', 'The client is not known, or its secret is wrong.');
    if (!this.identity.mayUse(key, request))
      throw new OAuthRefusal('unauthorized_client', 'The key may not be used from this address.');
    const granted = chosen(scopes, key.scopes);
    const seconds = lifeOf(key.endsAt, this.tokens.lifeSeconds);
    const claims = { prefix: key.prefix, organisationId: key.organisationId, scopes: granted };
    return {
      access_token: this.tokens.signForClient(claims, seconds),
      token_type: 'Bearer',
      expires_in: seconds,
      scope: granted.join(' '),
    };
  }
}

function chosen(wanted: string[] | undefined, held: ApiScope[]): ApiScope[] {
  if (!wanted) return held;
  return [...new Set(wanted)].map((scope) => {
    if (isApiScope(scope) && held.includes(scope)) return scope;
    throw new OAuthRefusal('invalid_scope', 'The key does not have all of these scopes.');
  });
}

/** What is said of a token's life is true: it does not outlive its key. */
function lifeOf(endsAt: Date | null, usual: number): number {
  if (!endsAt) return usual;
  return Math.max(1, Math.min(usual, Math.floor((endsAt.getTime() - wallTime().getTime()) / 1000)));
}
