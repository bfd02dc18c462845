import type { FastifyReply } from 'fastify';
import type { RateLimitState } from './policies.js';

const told = new WeakMap<FastifyReply, Map<string, RateLimitState>>();

/**
 * Says in an answer what is left of the limits that a request has been counted against, besides what was said before
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function tell(reply: FastifyReply, states: readonly RateLimitState[]): void {
  const known = told.get(reply) ?? new Map<string, RateLimitState>();
  for (const state of states) known.set(state.name, state);
  told.set(reply, known);
  const all = [...known.values()];
  const policies = all.map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`);
  const left = all.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`);
  void reply.headers({ 'RateLimit-Policy': policies.join(', '), RateLimit: left.join(', ') });
}
