import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, testConfig, type FreshDatabase } from '#testing';
import { describeApi } from '../../../apps/api/src/documents/documents.js';
import { createServer } from '../../../apps/api/src/server.js';
import { fieldOf, FIELDS } from './fields.js';
import { CALLERS } from './matrix.js';
import { readMatrix } from './matrix-table.js';
import { OUTSIDE } from './outside.js';

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What Nest's GraphQL finds its resolvers by. */
interface Explorer {
  explore(): Record<string, Record<string, unknown>>;
}

/** In this process, so that it can be asked what it is made of. */
describe('all that the application answers', () => {
  let database: FreshDatabase;
  let folder: string;
  let app: NestFastifyApplication;
  let documented: string[];
  const routes = new Set<string>();

  const listen = (message: unknown): void => {
    if (!isStart(message)) return;
    message.fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.add(`${each} ${url}`);
    });
  };

  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'roost-outside-'));
    const read = testConfig(database.url, { DATA_DIR: folder, LOG_LEVEL: 'error' });
    const config = { ...read, stripe: { ...read.stripe, apiBase: 'http://127.0.0.1:1', secretKey: 'sk_test_none' } };
    subscribe('fastify.initialization', listen);
    app = await createServer(config, 'none');
    await app.getHttpAdapter().getInstance().ready();
    documented = Object.entries(describeApi(app, config).paths).flatMap(([path, item]) =>
      Object.keys(item)
        .map((verb) => verb.toUpperCase())
        .filter((verb) => VERBS.includes(verb))
        .map((verb) => `${verb} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
  });
  afterAll(async () => {
    unsubscribe('fastify.initialization', listen);
    await app.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('is an operation of the OpenAPI document, which has a row, or has none for a reason', () => {
    // HEAD is GET without its body.
    const answered = [...routes].filter((route) => !route.startsWith('HEAD '));
    expect(answered.filter((route) => !documented.includes(route)).sort()).toEqual(Object.keys(OUTSIDE).sort());
    expect(documented.filter((route) => !routes.has(route))).toEqual([]);
    expect(Object.entries(OUTSIDE).filter(([, reason]) => reason.length < 20)).toEqual([]);
  });

  it('is, in GraphQL, a field of Query or Mutation, or one that a row is about where it has a resolver of its own', () => {
    const explorer: unknown = app
      .get(DiscoveryService, { strict: false })
      .getProviders()
      .find(({ name }) => name === 'ResolversExplorerService')?.instance;
    if (!isExplorer(explorer)) throw new Error('Nest finds resolvers in another way than before');
    const found = Object.entries(explorer.explore())
      .filter(([type]) => !['Query', 'Mutation'].includes(type))
      .flatMap(([type, fields]) => Object.keys(fields).map((field) => `${type}.${field}`));
    const listed = [...readMatrix(FIELDS, CALLERS).expected.keys()].map(fieldOf);
    expect(found.sort()).toEqual([...new Set(listed)].sort());
  });
});

function isStart(message: unknown): message is { fastify: FastifyInstance } {
  return typeof message === 'object' && message !== null && 'fastify' in message;
}

function isExplorer(found: unknown): found is Explorer {
  return typeof found === 'object' && found !== null && 'explore' in found && typeof found.explore === 'function';
}
