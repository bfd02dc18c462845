import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimitName } from './policies.js';
import { RATE_LIMIT, UNLIMITED } from './rate-limit.decorator.js';
import { assertWithin, RateLimits, type RateLimitState } from './rate-limits.js';

/** Refuses callers who ask too often, and tells all how much they have left (draft-ietf-httpapi-ratelimit-headers). */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limits.enabled) return true;
    const { request, reply } = exchangeOf(context);
    const own = this.reflector.getAllAndOverride<RateLimitName | typeof UNLIMITED | undefined>(RATE_LIMIT, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (own === UNLIMITED) return true;
    const general: RateLimitName = request.user ? 'user' : 'anonymous';
    const names = own ? [general, own] : [general];
    const caller = { address: request.ip, userId: request.user?.id };
    const states = await Promise.all(names.map((name) => this.limits.count(name, caller)));
    tell(reply, states);
    states.forEach(assertWithin);
    return true;
  }
}

/** Each field of a GraphQL document that has a resolver comes by here: aliases of `login` count one by one. */
function exchangeOf(context: ExecutionContext): { request: FastifyRequest; reply?: FastifyReply } {
  if (context.getType<string>() !== 'graphql') {
    return { request: context.switchToHttp().getRequest(), reply: context.switchToHttp().getResponse() };
  }
  return { request: context.getArgByIndex<{ req: FastifyRequest }>(2).req };
}

function tell(reply: FastifyReply | undefined, states: RateLimitState[]): void {
  if (!reply) return;
  void reply.header(
    'RateLimit-Policy',
    states.map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`).join(', '),
  );
  void reply.header(
    'RateLimit',
    states.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`).join(', '),
  );
}
