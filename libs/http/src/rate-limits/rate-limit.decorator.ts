import { SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { RateLimitName } from './policies.js';

export const RATE_LIMIT = 'roost:rate-limit';

/** The operation has a limit of its own, tighter than that of all requests. */
export const RateLimit = (name: RateLimitName): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT, name);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requests are not counted. */
    unlimited?: boolean;
  }
}

/** The route is not counted: machines that we rely on call it as often as they have to. */
export const NoRateLimit = (): MethodDecorator => RouteConfig({ unlimited: true });
