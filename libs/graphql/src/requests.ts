import type { FastifyRequest } from 'fastify';
import { MethodNotAllowed } from '#http';

/** Refuses all but POST: Mercurius would take queries by GET too, and fails over parts of their URLs that are not as it expects. */
export function assertPost({ method }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(method === 'POST' ? undefined : new MethodNotAllowed('Send the document by POST.'));
}
