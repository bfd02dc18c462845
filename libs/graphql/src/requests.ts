import type { FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowed } from '#http';

type Done = (error: Error | null, payload: unknown) => void;

/** Refuses all but POST: Mercurius would take queries by GET too, and fails over parts of their URLs that are not as it expects. */
export function assertPost({ method }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(method === 'POST' ? undefined : new MethodNotAllowed('Send the document by POST.'));
}

/** Fastify would cut the connection of a body that is too large, and many a client would then see that instead of the reason. */
export function keepConnection(_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void {
  if (reply.statusCode === 413) void reply.removeHeader('Connection');
  done(null, payload);
}
