import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock } from '#clock';
import type { AppConfig } from '#config';
import { API_SCOPES } from '#contracts/partners/api-scopes.js';
import { localDateAt } from '#dates';
import { withCommonAnswers } from './common-answers.js';
import { withExamples } from './examples.js';
import { withHeaders } from './headers.js';
import { toOpenApi31 } from './openapi31.js';
import { withDatesAhead, withFewPrefilled } from './prefilled.js';

const DESCRIPTION = `The open backend for stays: publish a place, find one that is free, book, pay, stay, review.

Money is \`{ amount, currency }\` in minor units. Dates are \`YYYY-MM-DD\` on the property's calendar; instants are RFC 3339 in
UTC. Lists are pages: pass \`nextCursor\` as \`cursor\`. Every POST honours \`Idempotency-Key\`, and those that make bookings or
move money need one; but for those that say why they take none: signing in and out (\`register\`, \`login\`, \`refresh\`, \`logout\`), \`receiveStripeEvent\`, \`moveClock\`. An
access token that is sent has to be valid, also where none is needed: an expired one is answered 401, refresh it.
Refusals are problem documents (RFC 9457) with a stable \`code\`; for bad input \`errors\` names every wrong field. So are those of
HTTP itself, whatever is asked for: 405, 408, 417, 431.`;

/** The OpenAPI 3.1 document of this application. */
export function describeApi(app: NestFastifyApplication, config: Pick<AppConfig, 'app'>): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Roost')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addServer(config.app.publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'accessToken')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: API_KEYS }, 'apiKey')
    .addOAuth2({ type: 'oauth2', flows: { clientCredentials: clientCredentials(config) } }, 'clientCredentials')
    .build();
  const document = SwaggerModule.createDocument(app, builder, { operationIdFactory: (_controller, method) => method });
  return withFewPrefilled(withExamples(withHeaders(toOpenApi31(withCommonAnswers(document)))));
}

const API_KEYS = 'An API key of a partner’s program, with the scopes that are named here';

function clientCredentials({ app }: Pick<AppConfig, 'app'>) {
  const scopes = Object.fromEntries(API_SCOPES.map((scope) => [scope, scope.replace(':', ', ')]));
  return { tokenUrl: `${app.publicUrl}/oauth/token`, scopes };
}

/** Serves it: `/openapi.json`, and Swagger UI under `/docs`, where examples can be tried: there none lies in the past. */
export function serveDocuments(app: NestFastifyApplication, document: OpenAPIObject): void {
  const clock = app.get(Clock);
  const patchDocumentOnRequest = (request: unknown) =>
    isForPage(request) ? withDatesAhead(document, localDateAt(clock.now(), 'UTC')) : document;
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    patchDocumentOnRequest,
  });
}

function isForPage(request: unknown): boolean {
  const url = typeof request === 'object' && request !== null && 'url' in request ? request.url : undefined;
  return typeof url === 'string' && url.startsWith('/docs');
}
