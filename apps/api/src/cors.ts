import type { FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a page of another origin could not read otherwise (Fetch, section 3.3.5), and clients go by. */
const READABLE = [
  ...['ETag', 'Location', 'Allow', 'WWW-Authenticate', 'Accept-Encoding'],
  ...['Retry-After', 'RateLimit', 'RateLimit-Policy', 'Idempotency-Replayed'],
];

/** Lets pages of these origins call every operation, and read all that it says. Without origins none may. */
export function letPagesCall(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const options = { origin: [...origins], credentials: true, methods: METHODS, exposedHeaders: READABLE };
  app.enableCors({
    delegator: (request, told) => told(null, { ...options, preflight: isPreflight(request) }),
  });
}

/** Any other OPTIONS is answered as it is without CORS. */
function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
