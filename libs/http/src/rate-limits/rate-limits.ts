import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type AppConfig } from '#config';
import { TooManyRequests } from '../problems/common-errors.js';
import {
  rateLimitPolicies,
  type RateLimitCaller,
  type RateLimitName,
  type RateLimitPolicy,
  type RateLimitState,
} from './policies.js';
import { tell } from './rate-limit-headers.js';
import { sourceOf } from './source.js';

/** A Redis that hangs must not hang our requests. */
const PATIENCE_MS = 250;
const QUIET_MS = 30_000;
/** Nothing is left to be said when we end: ioredis would keep the process for 2 s. */
const DISCONNECT_MS = 50;

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
        disconnectTimeout: DISCONNECT_MS,
      });
      this.#redis.on('error', (error) => this.#say(error));
    }
  }

  get enabled(): boolean {
    return this.config.rateLimits.enabled;
  }

  /**
   * Counts something that is worth counting only once its shape has been found right, where a decorator would be too
   * early. A limit that is exceeded keeps those after it from being counted.
   * @throws TooManyRequests
   */
  async take(names: readonly RateLimitName[], caller: RateLimitCaller): Promise<void> {
    if (!this.enabled) return;
    for (const name of names) assertWithin(await this.count(name, caller));
  }

  /**
   * Counts a request against the limit of all requests, that of its user, its key or its address, and says in its answer
   * what is left – unless its route is `@NoRateLimit()`.
   * @throws TooManyRequests
   */
  async countRequest({ ip, user, apiClient, routeOptions }: FastifyRequest, reply: FastifyReply): Promise<void> {
    // A path that the router could not take has a route without a config.
    const { unlimited = false } = Object(routeOptions.config) as FastifyContextConfig;
    if (!this.enabled || unlimited) return;
    const name = user ? 'user' : apiClient ? 'key' : 'anonymous';
    const caller = { address: ip, userId: user?.lookedAtBy?.id ?? user?.id, keyId: apiClient?.keyId };
    await this.countTold(name, caller, reply);
  }

  /** Counts something against a limit, and says in the request's answer what is left of it. @throws TooManyRequests */
  async countTold(name: RateLimitName, caller: RateLimitCaller, reply: FastifyReply): Promise<void> {
    if (!this.enabled) return;
    const state = await this.count(name, caller);
    tell(reply, [state]);
    assertWithin(state);
  }

  /** Refuses a caller who has used up a limit, without counting this time. @throws TooManyRequests */
  async assertLeft(name: RateLimitName, caller: RateLimitCaller): Promise<void> {
    if (!this.enabled) return;
    const policy = this.#policies[name];
    const counted = await this.#limiter(name).get(keyOf(policy.by, caller));
    if (counted) assertWithin(stateOf(name, policy, counted));
  }

  /** Counts one request against the limit, and says what is left. */
  async count(name: RateLimitName, caller: RateLimitCaller): Promise<RateLimitState> {
    const policy = this.#policies[name];
    const result = await this.#limiter(name)
      .consume(keyOf(policy.by, caller))
      .catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    return stateOf(name, policy, result);
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

function stateOf(
  name: RateLimitName,
  { points, seconds }: RateLimitPolicy,
  { remainingPoints, msBeforeNext, consumedPoints }: RateLimiterRes,
): RateLimitState {
  return {
    name,
    limit: points,
    seconds,
    remaining: Math.max(0, remainingPoints),
    resetSeconds: Math.ceil(msBeforeNext / 1000),
    exceeded: consumedPoints > points,
  };
}

/** Refuses what went beyond its limit. @throws TooManyRequests */
export function assertWithin({ exceeded, limit, seconds, resetSeconds }: RateLimitState): void {
  if (!exceeded) return;
  const detail = `At most ${limit} ${limit === 1 ? 'request' : 'requests'} in ${seconds} seconds.`;
  throw new TooManyRequests(detail, { retryAfterSeconds: resetSeconds });
}

/**
 * Who is not known is counted by address, a program by its key where people are by user. What is counted by address is so
 * whoever comes from there: keys are made without number, and would each have a limit of their own. E-mail addresses are not
 * kept as they are: Redis is not for personal data.
 */
function keyOf(by: RateLimitPolicy['by'], { address, userId, keyId, email }: RateLimitCaller): string {
  if ((by === 'user' || by === 'key') && keyId !== undefined) return keyId;
  if (by === 'user' && userId !== undefined) return userId;
  if (by === 'email' && email !== undefined)
    return createHash('sha256').update(email.toLowerCase()).digest('base64url');
  return sourceOf(address);
}
