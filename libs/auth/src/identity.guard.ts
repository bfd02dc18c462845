import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { requestOf } from './request-of.js';
import { ACCESS_TOKEN } from './tokens/access-token.strategy.js';

/**
 * Finds out who makes a request, and refuses nobody: whether nobody will do is the access guard's to say, after the
 * rate limits have counted the request. A flood of bad tokens is counted like this.
 */
@Injectable()
export class IdentityGuard extends PassportGuard(ACCESS_TOKEN) {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    // The guard is asked once for each top field of a GraphQL request: its token is verified once.
    if (!request.user) await super.canActivate(context);
    request.user ||= undefined;
    return true;
  }

  override getRequest(context: ExecutionContext): FastifyRequest {
    return requestOf(context);
  }

  /** Passport's `false` stands for nobody. */
  override handleRequest<User>(error: Error | null, user: User): User {
    if (error) throw error;
    return user;
  }
}
