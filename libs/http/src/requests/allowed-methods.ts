import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowed } from '../problems/common-errors.js';

/** A route as it is written, and the methods that it has. */
interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/**
 * Answers 405 for a method that a path does not take, and says with `Allow` which it takes (RFC 9110, section 15.5.6);
 * OPTIONS is answered with that alone. Routes that come after this are known, the most particular of them counts.
 */
export function tellAllowedMethods(server: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  server.addHook('onRoute', ({ url, method }) => {
    // A route for all paths, such as the one for preflights, makes none of them known.
    if (url === '*' || url === '/*') return;
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) known.methods.add(each);
    paths.set(url, known);
  });
  server.addHook('onRequest', async (request, reply) => {
    const isOptions = request.method === 'OPTIONS';
    if (!request.is404 && !isOptions) return;
    const methods = methodsAt(paths, request);
    if (methods === undefined) return;
    void reply.header('Allow', [...methods, 'OPTIONS'].join(', '));
    if (isOptions) await answerOptions(reply);
    else throw new MethodNotAllowed(`Here there is only ${[...methods].join(', ')}.`);
  });
}

function answerOptions(reply: FastifyReply): FastifyReply {
  return reply.status(204).send();
}

function methodsAt(paths: Map<string, KnownPath>, { url }: FastifyRequest): Set<string> | undefined {
  const path = url.split('?')[0] ?? '';
  const exact = paths.get(path);
  return exact?.methods ?? [...paths.values()].find(({ pattern }) => pattern.test(path))?.methods;
}

function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
