import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actingFrom, type Actor, type Origin } from '#audit';
import { RateLimits } from '#http';
import { clientOf } from './client.decorator.js';
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
    // After the body has been read: what reads it goes on in the connection's context, not in the request's.
    server.addHook('preValidation', (request, _reply, done) => actingFrom(originOf(request), done));
  }

  /** @throws TooManyRequests */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.identity.find(request, reply);
    await this.limits.countRequest(request, reply);
  }
}

/** Who sends a request, and from where, for the audit log. */
function originOf(request: FastifyRequest): Origin {
  return { actor: actorOf(request), sessionId: request.user?.sessionId, ...clientOf(request) };
}

function actorOf({ user, apiClient }: FastifyRequest): Actor {
  if (apiClient) return { kind: 'api_key', id: apiClient.keyId, organisationId: apiClient.organisationId };
  // Who looks at an account as its owner sees it is not its owner.
  return user ? { kind: 'user', id: user.lookedAtBy?.id ?? user.id } : { kind: 'anonymous' };
}
