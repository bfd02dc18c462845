import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import passport from 'passport';
import type { VerifiedToken } from './tokens/access-token.claims.js';
import { ACCESS_TOKEN } from './tokens/access-token.strategy.js';

const IS_BEARER = /^bearer( |$)/i;

type Handler = (request: FastifyRequest, reply: FastifyReply, next: (error?: unknown) => void) => void;

/** Finds out who sends a request, and refuses nobody: that is the access guard's to do, once the request is counted. */
@Injectable()
export class Identity {
  /** Sets `request.user`, or `request.refusedToken` when there is a credential that does not count. */
  async find(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // Another scheme's credential is none of ours, as of RFC 6750, section 3.1: whoever needs a token has sent none.
    if (!IS_BEARER.test(request.headers.authorization ?? '')) return;
    const token = await verified(request, reply);
    if (token && !token.expired) request.user = token.principal;
    else request.refusedToken = token ? { expiredUser: token.principal } : {};
  }
}

/** Passport's `false` stands for a token that is none of ours. */
function verified(request: FastifyRequest, reply: FastifyReply): Promise<VerifiedToken | false> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, token?: VerifiedToken | false): void => {
      if (error) reject(error);
      else resolve(token ?? false);
    };
    const authenticate = passport.authenticate(ACCESS_TOKEN, { session: false }, done) as Handler;
    authenticate(request, reply, reject);
  });
}
