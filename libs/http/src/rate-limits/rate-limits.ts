import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type AppConfig } from '#config';
import { rateLimitPolicies, type RateLimitName, type RateLimitPolicy } from './policies.js';

/** What is left of a limit after a request. */
export interface RateLimitState {
  name: RateLimitName;
  limit: number;
  seconds: number;
  remaining: number;
  resetSeconds: number;
  exceeded: boolean;
}

/** Counts requests: in Redis when there is one, shared by all processes; in memory otherwise, and while Redis is away. */
@Injectable()
export class RateLimits implements OnModuleDestroy {
  readonly #logger = new Logger('RateLimits');
  readonly #redis: Redis | undefined;
  readonly #policies: Record<RateLimitName, RateLimitPolicy>;
  readonly #limiters = new Map<RateLimitName, RateLimiterAbstract>();

  constructor(@Inject(CONFIG) private readonly config: AppConfig) {
    this.#policies = rateLimitPolicies(config.rateLimits);
    if (config.redis.url !== undefined && config.rateLimits.enabled) {
      this.#redis = new Redis(config.redis.url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
      this.#redis.on('error', (error) => this.#logger.warn(`Redis: ${error.message}; counting in memory`));
    }
  }

  get enabled(): boolean {
    return this.config.rateLimits.enabled;
  }

  /** Counts one request against the limit, and says what is left. */
  async count(name: RateLimitName, address: string, userId: string | undefined): Promise<RateLimitState> {
    const { points, seconds, by } = this.#policies[name];
    const result = await this.#limiter(name)
      .consume(by === 'user' ? (userId ?? address) : address)
      .catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    return {
      name,
      limit: points,
      seconds,
      remaining: result.remainingPoints,
      resetSeconds: Math.ceil(result.msBeforeNext / 1000),
      exceeded: result.consumedPoints > points,
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.#redis?.quit().catch(() => this.#redis?.disconnect());
  }

  #limiter(name: RateLimitName): RateLimiterAbstract {
    const known = this.#limiters.get(name);
    if (known) return known;
    const { points, seconds } = this.#policies[name];
    const options = { keyPrefix: `rate:${name}`, points, duration: seconds };
    const memory = new RateLimiterMemory(options);
    const limiter = this.#redis
      ? new RateLimiterRedis({ ...options, storeClient: this.#redis, insuranceLimiter: memory })
      : memory;
    this.#limiters.set(name, limiter);
    return limiter;
  }
}
