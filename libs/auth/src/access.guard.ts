import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard as PassportGuard } from '@nestjs/passport';
import { Forbidden, Unauthenticated } from '#http';
import type { FastifyRequest } from 'fastify';
import type { StaffRole } from './principal.js';
import { PUBLIC } from './public.decorator.js';
import { requestOf } from './request-of.js';
import { ROLES } from './roles.decorator.js';
import { ACCESS_TOKEN } from './tokens/access-token.strategy.js';

/** Lets a request in: everything needs an access token, unless it is `@Public()`; some things also need a role. */
@Injectable()
export class AuthGuard extends PassportGuard(ACCESS_TOKEN) {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = requestOf(context);
    // The guard is asked once for each top field of a GraphQL request: its token is verified once.
    if (!request.user) await super.canActivate(context);
    request.user ||= undefined;
    if (this.#metadata<boolean>(PUBLIC, context)) return true;
    if (!request.user) throw new Unauthenticated(whatIsWrong(request));
    this.#requireRole(request.user.roles, context);
    return true;
  }

  override getRequest(context: ExecutionContext): FastifyRequest {
    return requestOf(context);
  }

  /** Passport's `false` for nobody is let pass: whether that will do is decided above. */
  override handleRequest<User>(error: Error | null, user: User): User {
    if (error) throw error;
    return user;
  }

  #requireRole(held: StaffRole[], context: ExecutionContext): void {
    const wanted = this.#metadata<StaffRole[]>(ROLES, context);
    if (wanted && !wanted.some((role) => held.includes(role))) {
      throw new Forbidden(`Only for ${wanted.join(' or ')}.`);
    }
  }

  #metadata<Value>(key: string, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

function whatIsWrong(request: FastifyRequest): string {
  return request.headers.authorization === undefined
    ? 'Send an access token: Authorization: Bearer …'
    : 'The access token is not valid, or has expired.';
}
