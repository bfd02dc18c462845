import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import passport from 'passport';
import { KeyIdentity } from './api-keys/key-identity.js';
import { AccessWatch } from './ended-access/access-watch.js';
import type { VerifiedToken } from './tokens/access-token.claims.js';
import { ACCESS_TOKEN } from './tokens/access-token.strategy.js';
import type { VerifiedClientToken } from './tokens/client-token.claims.js';
import { wallTime } from './wall-time.js';

const IS_BEARER = /^bearer( |$)/i;
/** One token, and nothing behind it (RFC 6750, section 2.1). */
const ONE_TOKEN = /^bearer +([\w.~+/-]+=*)$/i;
/** How API keys begin: no JWT does. */
const API_KEY = 'rk_';

type Verified = VerifiedToken | VerifiedClientToken;
type Handler = (request: FastifyRequest, reply: FastifyReply, next: (error?: unknown) => void) => void;

/** Enough for those who are here in the same ten minutes: about 20 MB. */
const TOKENS_KEPT = 20_000;

/** Finds out who sends a request, and refuses nobody: that is the access guard's to do, once the request is counted. */
@Injectable()
export class Identity {
  /**
   * A signature that has been verified need not be verified again: it costs more than all else about a token. By the token
   * alone: of one there is one entry, in however many ways the header around it is written.
   */
  readonly #verified = new LRUCache<string, Verified>({ max: TOKENS_KEPT });

  constructor(
    private readonly watch: AccessWatch,
    private readonly keys: KeyIdentity,
  ) {}

  /**
   * Sets `request.user` or `request.apiClient`, or `request.refusedToken` when there is a credential that does not count.
   * @throws TooManyRequests where too many keys came that are none
   */
  async find(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { authorization = '' } = request.headers;
    // Another scheme's credential is none of ours, as of RFC 6750, section 3.1: whoever needs a token has sent none.
    if (!IS_BEARER.test(authorization)) return;
    const credential = ONE_TOKEN.exec(authorization)?.[1];
    if (credential === undefined) {
      request.refusedToken = {};
      return;
    }
    if (credential.startsWith(API_KEY)) return this.keys.findByKey(credential, request, reply);
    const token = this.#verified.get(credential) ?? (await this.#verify(credential, request, reply));
    if (!token) {
      request.refusedToken = {};
    } else if ('client' in token) {
      if (token.expiresAt <= wallTime().getTime()) request.refusedToken = {};
      else await this.keys.findByToken(token.client, request);
    } else if (token.expiresAt <= wallTime().getTime() || (await this.watch.hasEnded(token.principal))) {
      request.refusedToken = { expiredUser: token.principal };
    } else {
      request.user = token.principal;
    }
  }

  async #verify(credential: string, request: FastifyRequest, reply: FastifyReply): Promise<Verified | false> {
    const token = await verified(request, reply);
    if (token) this.#verified.set(credential, token);
    return token;
  }
}

/** Passport's `false` stands for a token that is none of ours. */
function verified(request: FastifyRequest, reply: FastifyReply): Promise<Verified | false> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, token?: Verified | false): void => {
      if (error) reject(error);
      else resolve(token ?? false);
    };
    const authenticate = passport.authenticate(ACCESS_TOKEN, { session: false }, done) as Handler;
    authenticate(request, reply, reject);
  });
}
