import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '#http';
import { Identity } from './identity.js';

/**
 * What is done for every request before all else: to find out who sends it, and to count it, once. Also for those that
 * come to no operation – to a path that is not there, with a body that cannot be read, with a document that is refused –
 * so that a flood of them is as limited as any other.
 */
@Injectable()
export class Admission {
  constructor(
    private readonly identity: Identity,
    private readonly limits: RateLimits,
  ) {}

  /** Has all requests to a server go through it; hooks that are added later see only those that were let in. */
  guard(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply) => this.admit(request, reply));
  }

  /** @throws TooManyRequests */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.identity.find(request, reply);
    await this.limits.countRequest(request, reply);
  }
}
