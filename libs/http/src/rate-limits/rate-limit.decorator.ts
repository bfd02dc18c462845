import { SetMetadata } from '@nestjs/common';
import type { RateLimitName } from './policies.js';

export const RATE_LIMIT = 'roost:rate-limit';

/** The operation has a limit of its own, tighter than that of all requests. */
export const RateLimit = (name: RateLimitName): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT, name);
