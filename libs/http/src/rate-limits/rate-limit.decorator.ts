import { SetMetadata } from '@nestjs/common';
import type { RateLimitName } from './policies.js';

export const RATE_LIMIT = 'roost:rate-limit';

/** The operation has a limit of its own, tighter than that of all requests. */
export const RateLimit = (name: RateLimitName): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT, name);

export const UNLIMITED = 'none';

/** The operation is not counted: machines that we rely on call it as often as they have to. */
export const NoRateLimit = (): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT, UNLIMITED);
