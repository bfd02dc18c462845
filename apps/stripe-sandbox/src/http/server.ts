import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Answer, Api } from './api.js';
import { StripeError } from '../call/errors.js';
import { ROUTES, type Route } from './routes.js';

const JSON_TYPE = 'application/json';
/** As Stripe's: any page may call, as the key and the client secret are what protects. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-account, stripe-version',
  'access-control-expose-headers': 'Request-Id, Idempotent-Replayed, Stripe-Version',
  'access-control-max-age': '300',
};
type WithId = { Params: { id?: string } };

/** The HTTP side of the API: addresses, bodies, headers. */
export function createServer(api: Api): FastifyInstance {
  const server = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // Parameters are read from the raw text, once, with Stripe's brackets.
    routerOptions: { querystringParser: () => ({}) },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const route of ROUTES) addRoute(server, api, route);
  server.options('/*', (_request, reply) => reply.code(204).headers(CORS).send());
  server.setNotFoundHandler((request, reply) => send(reply, unknownAddress(request)));
  server.setErrorHandler((error, _request, reply) => send(reply, asStripeError(error)));
  return server;
}

function addRoute(server: FastifyInstance, api: Api, route: Route): void {
  server.route<WithId>({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const [path = '', query = ''] = request.url.split('?', 2);
      const { headers } = request;
      const answer = await api.answer(route, {
        path,
        form: route.method === 'POST' ? text(request.body) : query,
        id: request.params.id ?? '',
        authorization: headers.authorization,
        idempotencyKey: single(headers['idempotency-key']),
        version: single(headers['stripe-version']),
      });
      return deliver(reply, answer);
    },
  });
}

function deliver(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.lost) {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  return reply.code(answer.status).headers(CORS).headers(answer.headers).type(JSON_TYPE).send(answer.body);
}

function send(reply: FastifyReply, error: StripeError): FastifyReply {
  return reply.code(error.status).headers(CORS).type(JSON_TYPE).send(JSON.stringify(error.body()));
}

function unknownAddress({ method, url }: FastifyRequest): StripeError {
  const path = url.split('?', 1)[0];
  return new StripeError(
    404,
    'invalid_request_error',
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  );
}

/** What Fastify itself refuses (a body too large, a broken header) has a status; all else is a fault of the sandbox. */
function asStripeError(error: unknown): StripeError {
  if (error instanceof StripeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return new StripeError(status, status < 500 ? 'invalid_request_error' : 'api_error', reason);
}

const text = (body: unknown): string => (typeof body === 'string' ? body : '');
const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
