import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Forbidden, Unauthenticated } from '#http';
import type { StaffRole } from './principal.js';
import { PUBLIC } from './public.decorator.js';
import { requestOf } from './request-of.js';
import { ROLES } from './roles.decorator.js';

/** Lets a request in: everything needs an access token, unless it is `@Public()`; some things also need a role. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.#metadata<boolean>(PUBLIC, context)) return true;
    const request = requestOf(context);
    if (!request.user) throw new Unauthenticated(whatIsWrong(request));
    this.#requireRole(request.user.roles, context);
    return true;
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
