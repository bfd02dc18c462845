import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import type { RateLimitName } from './policies.js';
import { tell } from './rate-limit-headers.js';
import { RATE_LIMIT } from './rate-limit.decorator.js';
import { assertWithin, RateLimits } from './rate-limits.js';

/**
 * Refuses callers who ask too often for what has a limit of its own. That of all requests has been counted before. Each
 * field of a GraphQL document that has a resolver comes by here: aliases of `login` count one by one.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const name = this.reflector.getAllAndOverride<RateLimitName | undefined>(RATE_LIMIT, targets);
    if (name === undefined || !this.limits.enabled) return true;
    const reply = replyOf(context);
    const { ip, user, apiClient } = reply.request;
    // A look is of support's making: the account that is looked at has its limits for itself.
    const userId = user?.lookedAtBy?.id ?? user?.id;
    const state = await this.limits.count(name, { address: ip, userId, keyId: apiClient?.keyId });
    tell(reply, [state]);
    assertWithin(state);
    return true;
  }
}

function replyOf(context: ExecutionContext): FastifyReply {
  if (context.getType<string>() === 'graphql') return context.getArgByIndex<{ reply: FastifyReply }>(2).reply;
  return context.switchToHttp().getResponse();
}
