import type { DynamicModule, INestApplicationContext, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessModule, AccessTokens, Admission, AuthModule, wallTime, type Principal } from '#auth';
import { ClockModule, newId } from '#clock';
import { completeConfig, ConfigModule, loadConfig, newPrivateKey, type AppConfig } from '#config';
import { DatabaseModule, type ConnectionSettings } from '#database';
import { EventsModule } from '#events';
import { HttpModule, ProblemFilter } from '#http';
import { JobsModule, type ProcessRole } from '#jobs';
import { PersonalDataModule } from '#personal-data';
import { testConnection } from './databases.js';
import { HttpClient } from './http-client.js';

const TEST_KEY = newPrivateKey();

/** The configuration of a test on `databaseUrl`. @param settings environment variables that differ */
export function testConfig(databaseUrl: string, settings: Record<string, string> = {}): AppConfig {
  const read = loadConfig({ NODE_ENV: 'test', RATE_LIMITS: 'off', DATABASE_URL: databaseUrl, ...settings });
  const keys = { secretKey: '', publishableKey: '', webhookSecret: '' };
  const stripe = { ...keys, apiBase: '', clientApiBase: '', mode: 'sandbox' } as const;
  return completeConfig(read, { databaseUrl, stripe, jwtPrivateKeys: [TEST_KEY] });
}

/** What a test puts on top of the libraries. */
export interface TestParts {
  config: AppConfig;
  role?: ProcessRole;
  connection?: Partial<ConnectionSettings>;
  imports?: (Type | DynamicModule)[];
  providers?: Provider[];
  controllers?: Type[];
}

class TestModule {}

function testModule({ config, role = 'api', connection, imports = [], ...parts }: TestParts): DynamicModule {
  return {
    module: TestModule,
    imports: [
      ConfigModule.with(config),
      ClockModule,
      DatabaseModule.forRoot({ ...testConnection(config.database.url), ...connection }, []),
      JobsModule.forRoot(role),
      PersonalDataModule,
      EventsModule,
      ...imports,
    ],
    ...parts,
  };
}

/** The real database, jobs and events, with the test's own providers. */
export async function startContext(parts: TestParts): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(testModule(parts), { logger: false, abortOnError: false });
}

/** The real libraries behind HTTP, with the test's own controllers and resolvers. */
export class TestServer extends HttpClient {
  private constructor(
    url: string,
    readonly app: NestFastifyApplication,
  ) {
    super(url);
  }

  static async start({ imports = [], ...parts }: TestParts): Promise<TestServer> {
    const { http } = parts.config;
    const problems = new ProblemFilter();
    const adapter = new FastifyAdapter({
      bodyLimit: http.bodyLimitBytes,
      handlerTimeout: http.handlerTimeoutMs,
      routerOptions: { maxParamLength: http.maxParamLength },
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
        problems.answer(error, request, reply),
    });
    const web = [AuthModule, HttpModule, AccessModule, ...imports];
    const module = testModule({ ...parts, imports: web });
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      logger: false,
      abortOnError: false,
    });
    const server = app.getHttpAdapter().getInstance();
    app.get(Admission).guard(server);
    server.setErrorHandler((error, request, reply) => problems.answer(error, request, reply));
    await app.listen(0, '127.0.0.1');
    return new TestServer((await app.getUrl()).replace('[::1]', '127.0.0.1'), app);
  }

  /** An access token of somebody who has just signed in, or as `changes` says; nothing of it is in the database. */
  tokenOf(changes: Partial<Principal> = {}): string {
    const provedAt = Math.floor(wallTime().getTime() / 1000);
    const principal = { id: newId(), roles: [], sessionId: newId(), accessVersion: 0, provedAt };
    return this.app.get(AccessTokens).sign({ ...principal, ...changes });
  }
}
