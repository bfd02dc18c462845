import type { FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowed } from '#http';

const GRAPHQL_TYPE = 'application/graphql-response+json';

type Done = (error: Error | null, payload: unknown) => void;

/** Refuses all but POST: Mercurius would take GET too, and fails over parts of its URL that are not as it expects. */
export function assertPost({ method }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  done(method === 'POST' ? undefined : new MethodNotAllowed('Send the document by POST.'));
}

/** Mercurius would refuse what the specification allows: members that are null (GraphQL over HTTP, section 6.3). */
export function leaveOutNulls({ body }: FastifyRequest, _reply: unknown, done: () => void): void {
  if (typeof body === 'object' && body !== null && 'extensions' in body && body.extensions === null) {
    delete body.extensions;
  }
  done();
}

/**
 * Answers in the content type of GraphQL to who asks for it (GraphQL over HTTP, section 6.1). And keeps the connection of
 * a body that is too large: Fastify would cut it, and many a client would then see that instead of the reason.
 */
export function answerAsAsked(request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void {
  if (request.headers.accept?.includes(GRAPHQL_TYPE))
    void reply.header('Content-Type', `${GRAPHQL_TYPE}; charset=utf-8`);
  if (reply.statusCode === 413) void reply.removeHeader('Connection');
  done(null, payload);
}
