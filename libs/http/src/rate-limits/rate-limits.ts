import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type AppConfig } from '#config';
import { sourceOf } from './source.js';
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

/** A Redis that hangs must not hang our requests. */
const PATIENCE_MS = 250;
const QUIET_MS = 30_000;

/** Counts requests: in Redis when there is one, shared by all processes; in memory otherwise, and while Redis is away. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  readonly #logger = new Logger('RateLimits');
  readonly #redis: Redis | undefined;
  readonly #policies: Record<RateLimitName, RateLimitPolicy>;
  readonly #limiters = new Map<RateLimitName, RateLimiterAbstract>();
  #saidAt = 0;

  constructor(@Inject(CONFIG) private readonly config: AppConfig) {
    this.#policies = rateLimitPolicies(config.rateLimits);
    if (config.redis.url !== undefined && config.rateLimits.enabled) {
      this.#redis = new Redis(config.redis.url, {
        maxRetriesPerRequest: 1,
        enableOfflineQueue: false,
        commandTimeout: PATIENCE_MS,
      });
      this.#redis.on('error', (error) => this.#say(error));
    }
  }

  get enabled(): boolean {
    return this.config.rateLimits.enabled;
  }

  /** Counts one request against the limit, and says what is left. */
  async count(name: RateLimitName, address: string, userId: string | undefined): Promise<RateLimitState> {
    const { points, seconds, by } = this.#policies[name];
    const result = await this.#limiter(name)
      .consume(by === 'user' && userId !== undefined ? userId : sourceOf(address))
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

  onApplicationShutdown(): void {
    this.#redis?.disconnect();
  }

  /** While Redis is away every try to reach it fails: now and then is often enough to read so. */
  #say(error: Error): void {
    if (Date.now() - this.#saidAt < QUIET_MS) return;
    this.#saidAt = Date.now();
    this.#logger.warn(`Redis: ${error.message}; counting in memory`);
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
