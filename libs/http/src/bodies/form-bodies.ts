import type { FastifyInstance } from 'fastify';
import { UnsupportedMediaType } from '../problems/common-errors.js';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Has these routes take forms, and no others: any page could post one with its reader's cookies. What is sent becomes
 * `URLSearchParams`. Plain text is taken nowhere, for the same reason.
 */
export function takeForms(server: FastifyInstance, routes: readonly string[]): void {
  server.removeContentTypeParser([FORM, 'text/plain']);
  server.addContentTypeParser(FORM, { parseAs: 'string' }, ({ routeOptions }, body, done) => {
    if (routes.includes(routeOptions.url ?? '')) done(null, new URLSearchParams(body.toString()));
    else done(new UnsupportedMediaType('Forms are not taken here; send JSON.'));
  });
}
