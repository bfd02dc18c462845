import { once } from 'node:events';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** For how long an answer waits for the rest of a body that nobody reads, so that a client who still sends gets it. */
const PATIENCE_MS = 1000;

/** Closes the connections of requests that are answered before their body has come in whole. */
export function closeOnUnreadBodies(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply) => closeUnlessRead(request, reply));
}

/**
 * Has the connection end with an answer to a request whose body has not come in whole (RFC 9112, section 9.6): what came
 * next would be the rest of it, or an answer that nobody has asked for. Whoever sends a body at an ordinary speed is let
 * finish first: a connection that is closed on bytes which nobody has read is reset, and the answer can be lost with it.
 */
export async function closeUnlessRead(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (isWhole(request)) return;
  request.raw.resume();
  // A body that breaks off is none that is waited for.
  await once(request.raw, 'end', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  if (!isWhole(request)) void reply.header('Connection', 'close');
}

function isWhole({ raw }: FastifyRequest): boolean {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = raw.headers;
  return raw.complete || (length === '0' && coding === undefined);
}
