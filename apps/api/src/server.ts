import { randomUUID } from 'node:crypto';
import fastifyHelmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Logger } from 'nestjs-pino';
import type { AppConfig } from '#config';
import { ProblemFilter } from '#http';
import type { ProcessRole } from '#jobs';
import { AppModule } from './app.module.js';
import { answerClientError } from './client-errors.js';
import { describeApi, serveDocuments } from './documents/documents.js';
import { Drain } from './operations/drain.js';
import { Metrics } from './operations/metrics.js';

/** The application behind HTTP, ready to listen. Time-outs and sizes: docs/configuration.md. */
export async function createServer(config: AppConfig, role: ProcessRole = 'api'): Promise<NestFastifyApplication> {
  const { http } = config;
  const adapter = new FastifyAdapter({
    bodyLimit: http.bodyLimitBytes,
    requestTimeout: http.requestTimeoutMs,
    connectionTimeout: http.connectionTimeoutMs,
    keepAliveTimeout: http.keepAliveTimeoutMs,
    handlerTimeout: http.handlerTimeoutMs,
    routerOptions: { maxParamLength: http.maxParamLength },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    trustProxy: http.trustedProxies > 0 && ((_address, hop) => hop < http.trustedProxies),
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    http: { maxHeaderSize: http.maxHeaderBytes },
    logger: false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, role), adapter, {
    rawBody: true,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  if (http.corsOrigins.length > 0) app.enableCors({ origin: [...http.corsOrigins], credentials: true });
  await app.register(fastifyHelmet, { contentSecurityPolicy: { directives: contentSecurity } });
  observe(app.getHttpAdapter().getInstance(), app.get(Metrics));
  serveDocuments(app, describeApi(app, config));
  const problems = app.get(ProblemFilter);
  app.getHttpAdapter().getInstance().setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
  await app.init();
  // A form could be posted by any page with the reader's cookies; the API speaks JSON only.
  app.getHttpAdapter().getInstance().removeContentTypeParser('application/x-www-form-urlencoded');
  return app;
}

/** Swagger UI and GraphiQL are served from here and style themselves; nothing comes from elsewhere. */
const contentSecurity = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

function observe(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
}

/** Stops answering "ready", waits for the load balancer to notice, then finishes what is under way. */
export async function drainAndClose(app: NestFastifyApplication, drainMs: number): Promise<void> {
  app.get(Drain).begin();
  await new Promise((resolve) => setTimeout(resolve, drainMs));
  await app.close();
}
