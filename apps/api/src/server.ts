import { randomUUID } from 'node:crypto';
import type { ServerOptions } from 'node:http';
import fastifyHelmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from 'nestjs-pino';
import { Admission } from '#auth';
import type { AppConfig } from '#config';
import {
  closeOnUnreadBodies,
  ProblemFilter,
  readJson,
  refuseUnreadable,
  takeForms,
  takeImages,
  tellAllowedMethods,
} from '#http';
import type { ProcessRole } from '#jobs';
import { AppModule } from './app.module.js';
import { answerClientError, answerPathError, refusalOfLongUrl } from './client-errors.js';
import { letPagesCall } from './cors.js';
import { describeApi, serveDocuments } from './documents/documents.js';
import { Drain } from './operations/drain.js';
import { Metrics } from './operations/metrics.js';
import { noteRequests } from './unanswered.js';

/** How often Node looks for requests that have not come in whole in time; its usual 30 s would be later than ours. */
const CHECK_CONNECTIONS_MS = 1000;

/** Fastify with one error handler, ours: Nest sets its own after the routes are there, when it is too late for them. */
class Adapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** The application behind HTTP, ready to listen. Time-outs and sizes: docs/configuration.md. */
export async function createServer(config: AppConfig, role: ProcessRole = 'api'): Promise<NestFastifyApplication> {
  const { http } = config;
  const adapter = new Adapter({
    bodyLimit: http.bodyLimitBytes,
    requestTimeout: http.requestTimeoutMs,
    connectionTimeout: http.connectionTimeoutMs,
    keepAliveTimeout: http.keepAliveTimeoutMs,
    handlerTimeout: http.handlerTimeoutMs,
    routerOptions: { maxParamLength: http.maxParamLength },
    trustProxy: http.trustedProxies > 0 && ((_address, hop) => hop < http.trustedProxies),
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void answerPathError(error, request, reply, app.get(ProblemFilter), app.get(Admission));
    },
    http: nodeOptions(http),
    logger: false,
  });
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, role),
    adapter,
    {
      rawBody: true,
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  letPagesCall(app, http.corsOrigins);
  await app.register(fastifyHelmet, { contentSecurityPolicy: { directives: contentSecurity } });
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  noteRequests(server.server);
  observe(server, app.get(Metrics));
  endConnectionsWhileDraining(server, app.get(Drain));
  app.get(Admission).guard(server);
  refuseLongUrls(server, http.maxUrlBytes);
  refuseUnreadable(server);
  tellAllowedMethods(server);
  closeOnUnreadBodies(server);
  takeLargerWebhooks(server, http.webhookBodyLimitBytes);
  readBodies(app, http);
  takePhotos(server, http.photoBodyLimitBytes);
  serveDocuments(app, describeApi(app, config));
  const problems = app.get(ProblemFilter);
  server.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  await app.init();
  // OAuth has its forms, and some providers send people back by one; all else speaks JSON.
  takeForms(server, ['/oauth/token', '/v1/auth/oidc/:provider/callback']);
  return app;
}

/** Node's own settings. Of two time-outs that differ, Node takes the longer for the whole request. */
function nodeOptions({ maxHeaderBytes, requestTimeoutMs }: AppConfig['http']): ServerOptions {
  return {
    maxHeaderSize: maxHeaderBytes,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    requireHostHeader: false,
  };
}

/** Swagger UI and GraphiQL are served from here and style themselves; nothing comes from elsewhere. */
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

function observe(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
}

/** A connection that a proxy keeps would otherwise break under its next request when the process ends. */
function endConnectionsWhileDraining(server: FastifyInstance, drain: Drain): void {
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (drain.begun) void reply.header('Connection', 'close');
    done();
  });
}

function refuseLongUrls(server: FastifyInstance, mostBytes: number): void {
  server.addHook('onRequest', (request, _reply, done) => {
    done(refusalOfLongUrl(request.url, mostBytes));
  });
}

/** Stripe's events are larger than what a client has to say. */
function takeLargerWebhooks(server: FastifyInstance, limitBytes: number): void {
  server.addHook('onRoute', (route) => {
    if (isWebhook(route.url)) route.bodyLimit = limitBytes;
  });
}

/** Bodies of 40 MiB together, at most, come in or wait to be looked at: what decodes them takes one at a time. */
function takePhotos(server: FastifyInstance, limitBytes: number): void {
  takeImages(server, {
    url: '/v1/users/me/photo',
    limitBytes,
    places: 4,
    // Who looks at an account for support only reads.
    senderOf: ({ user }) => (user?.lookedAtBy ? undefined : user?.id),
  });
}

/** A webhook's body means nothing before its signature is verified, over the bytes that are kept as `rawBody`. */
function readBodies(app: NestFastifyApplication, { jsonMaxDepth, jsonMaxValues }: AppConfig['http']): void {
  const limits = { depth: jsonMaxDepth, values: jsonMaxValues };
  app.useBodyParser('application/json', {}, (request: FastifyRequest, body: Buffer) =>
    Promise.resolve(
      isWebhook(request.routeOptions.url ?? '') ? undefined : readJson(body, limits, request.headers['content-type']),
    ),
  );
}

function isWebhook(route: string): boolean {
  return route.startsWith('/v1/webhooks/');
}

/** Stops answering "ready", waits for the load balancer to notice, then finishes what is under way. */
export async function drainAndClose(app: NestFastifyApplication, drainMs: number): Promise<void> {
  app.get(Drain).begin();
  await new Promise((resolve) => setTimeout(resolve, drainMs));
  await app.close();
}
