import { Body, Controller, HttpCode, Injectable, NotImplementedException, Post } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional } from 'class-validator';
import { Public } from '#auth';
import { newId } from '#clock';
import { Database, rows, sql } from '#database';
import { Sweeps } from '#jobs';
import { freshDatabase, testConfig, TestServer, waitFor, type Answer, type FreshDatabase } from '#testing';
import { Created } from '../preconditions/created.decorator.js';
import { Conflict } from '../problems/common-errors.js';
import { IdempotencyStore } from './idempotency.store.js';
import { NotIdempotent } from './not-idempotent.decorator.js';

class MakeDto {
  @IsInt()
  amount!: number;

  @IsOptional()
  @IsInt()
  other?: number;
}

/** Lets a test stand between the two transactions of a request, or after them. */
@Injectable()
class Between {
  first: () => Promise<void> = () => Promise.resolve();
  second: () => Promise<void> = () => Promise.resolve();
}

@Controller('things')
class ThingsController {
  constructor(
    private readonly database: Database,
    private readonly between: Between,
  ) {}

  @Post()
  @Created('/things')
  async make(@Body() { amount }: MakeDto): Promise<{ id: string; version: number; at: Date }> {
    const { id } = await this.#write('first', amount);
    await this.between.first();
    await this.#write('second', amount);
    await this.between.second();
    return { id, version: 1, at: new Date() };
  }

  @Post('public')
  @Public()
  @HttpCode(200)
  async public(@Body() { amount }: MakeDto): Promise<{ id: string }> {
    return this.#write('public', amount);
  }

  @Post('nothing')
  @HttpCode(204)
  async nothing(): Promise<void> {
    await this.#write('nothing', 1);
  }

  @Post('secret')
  @NotIdempotent('its answer is a secret')
  async secret(): Promise<{ id: string }> {
    return this.#write('secret', 1);
  }

  #write(step: string, amount: number): Promise<{ id: string }> {
    return this.database.transaction(async (tx) => {
      const id = newId();
      await rows(tx, sql`INSERT INTO effects (id, step, amount) VALUES (${id}, ${step}, ${amount})`);
      return { id };
    });
  }
}

let database: FreshDatabase;
let servers: TestServer[];
let server: TestServer;
let token: string;

beforeEach(async () => {
  database = await freshDatabase();
  await database.run('CREATE TABLE effects (id uuid, step text, amount integer)');
  servers = [];
  server = await start();
  token = server.tokenOf();
});
afterEach(async () => {
  await Promise.all(servers.map(({ app }) => app.close()));
  await database.drop();
});

async function start(): Promise<TestServer> {
  const config = testConfig(database.url);
  const parts = { config, role: 'none', controllers: [ThingsController], providers: [Between] } as const;
  const started = await TestServer.start({ ...parts, controllers: [ThingsController], providers: [Between] });
  servers.push(started);
  return started;
}

const between = (of = server) => of.app.get(Between);

function post(path: string, key: string, body: object | undefined = { amount: 1 }, of = server): Promise<Answer> {
  return of.call('POST', path, { body, token, headers: { 'idempotency-key': key } });
}

/** How often each step has had its effect. */
async function effects(): Promise<Record<string, number>> {
  const found = await server.app
    .get(Database)
    .rows(sql<{ step: string; count: number }>`SELECT step, count(*) AS count FROM effects GROUP BY step`);
  return Object.fromEntries(found.map(({ step, count }) => [step, count]));
}

/** As if its process had died: nobody holds the key any more. */
const expireLocks = () => database.run(`UPDATE idempotency_keys SET locked_until = now() - interval '1 second'`);

describe('the same key', () => {
  it('sent twenty times at once to two processes has one effect and one answer', async () => {
    const other = await start();
    const copies = Array.from({ length: 20 }, (_, index) =>
      post('/things', 'k', undefined, index % 2 ? server : other),
    );
    const answers = await Promise.all(copies);
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(made.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(refused.every(({ body }) => (body as { code: string }).code === 'idempotency_key_in_use')).toBe(true);
    expect(await effects()).toEqual({ first: 1, second: 1 });

    const again = await post('/things', 'k');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(made[0]?.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('gives the same status, headers and body again, to the byte', async () => {
    for (const path of ['/things', '/things/nothing']) {
      const send = () =>
        fetch(`${server.url}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': path, 'content-type': 'application/json' },
          body: '{"amount":1}',
        });
      const [first, second] = [await send(), await send()];
      expect(second.status).toBe(first.status);
      expect(await second.text()).toBe(await first.text());
      for (const header of ['location', 'etag', 'content-type']) {
        expect(second.headers.get(header)).toBe(first.headers.get(header));
      }
      expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    }
    expect(await effects()).toEqual({ first: 1, second: 1, nothing: 1 });
  });

  it('with another body or query is refused', async () => {
    await post('/things', 'k', { amount: 1 });
    for (const [path, body] of [
      ['/things', { amount: 2 }],
      ['/things', { amount: 1, other: 1 }],
      ['/things?x=1', { amount: 1 }],
    ] as const) {
      const answer = await post(path, 'k', body);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'idempotency_key_reused']);
    }
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('is refused while its request still runs, and says when to come back', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    between().first = () => opened;
    const running = post('/things', 'k');
    await waitFor('the first transaction', async () => (await effects()).first);
    const second = await post('/things', 'k');
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '1']);
    open();
    expect((await running).status).toBe(201);
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('of another user, of another route, or of nobody, is another key', async () => {
    const first = await post('/things', 'k');
    token = server.tokenOf();
    const second = await post('/things', 'k', { amount: 2 });
    expect(second.status).toBe(201);
    expect(second.body).not.toEqual(first.body);
    expect((await post('/things/public', 'k', { amount: 3 })).status).toBe(200);
    const anonymous = await server.call('POST', '/things/public', {
      body: { amount: 4 },
      headers: { 'idempotency-key': 'k' },
    });
    expect(anonymous.status).toBe(200);
    expect(anonymous.headers.get('idempotency-replayed')).toBeNull();
  });
});

describe('a request that was cut off', () => {
  it('after the first of its two transactions is completed by a retry, with one effect', async () => {
    // The process hangs here until the end of the test: for the key it is dead.
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    between().first = () => opened;
    const lost = post('/things', 'k');
    await waitFor('the first transaction', async () => (await effects()).first);
    const [before] = await server.app.get(Database).rows(sql<{ id: string }>`SELECT id FROM effects`);
    await expireLocks();
    const retried = await post('/things', 'k', undefined, await start());
    expect(retried.status).toBe(201);
    expect(retried.body).toMatchObject({ id: before?.id });
    expect(await effects()).toEqual({ first: 1, second: 1 });

    // It was not dead after all: what it still does must not be committed, nor change the answer.
    open();
    expect([(await lost).status, ((await lost).body as { code: string }).code]).toEqual([
      409,
      'idempotency_key_in_use',
    ]);
    expect(await effects()).toEqual({ first: 1, second: 1 });
    expect((await post('/things', 'k')).body).toEqual(retried.body);
  });

  it('cannot free the key that a retry has taken over', async () => {
    const { promise: opened, resolve: fail } = Promise.withResolvers<void>();
    between().first = () => opened.then(() => Promise.reject(new Error('late')));
    const lost = post('/things', 'k');
    await waitFor('the first transaction', async () => (await effects()).first);
    await expireLocks();
    const other = await start();
    const gate = Promise.withResolvers<void>();
    between(other).first = () => gate.promise;
    const retried = post('/things', 'k', undefined, other);
    await waitFor('the retry to hold the key', async () => {
      const [row] = await server.app
        .get(Database)
        .rows(sql<{ held: boolean }>`SELECT locked_until > now() AS held FROM idempotency_keys`);
      return row?.held ? true : undefined;
    });
    fail();
    expect((await lost).status).toBe(500);
    expect((await post('/things', 'k')).status).toBe(409);
    gate.resolve();
    expect((await retried).status).toBe(201);
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('after its last transaction is answered by a retry, with one effect', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    between().second = () => opened;
    const lost = post('/things', 'k');
    await waitFor('both transactions', async () => (await effects()).second);
    await expireLocks();
    expect((await post('/things', 'k', undefined, await start())).status).toBe(201);
    expect(await effects()).toEqual({ first: 1, second: 1 });
    open();
    await lost;
  });
});

describe('a request that failed', () => {
  it('with a 5xx between its transactions takes up from there, once', async () => {
    between().first = () => Promise.reject(new Error('Stripe is away'));
    const failed = await post('/things', 'k');
    expect(failed.status).toBe(500);
    expect(await effects()).toEqual({ first: 1 });
    between().first = () => Promise.resolve();
    expect((await post('/things', 'k')).status).toBe(201);
    expect((await post('/things', 'k')).headers.get('idempotency-replayed')).toBe('true');
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('because of its shape may be mended and sent again with the same key', async () => {
    expect((await post('/things', 'k', { amount: 'one' })).status).toBe(400);
    expect((await post('/things', 'k', { amount: 1 })).status).toBe(201);
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('because of how things stand gives the same refusal again, though things have changed', async () => {
    between().second = () => Promise.reject(new Conflict('It was taken.', { data: { by: 'somebody' } }));
    const first = await post('/things', 'k');
    between().second = () => Promise.resolve();
    const second = await post('/things', 'k');
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await effects()).toEqual({ first: 1, second: 1 });
  });

  it('in the framework is not kept', async () => {
    between().first = () => Promise.reject(new NotImplementedException());
    await post('/things', 'k');
    between().first = () => Promise.resolve();
    expect((await post('/things', 'k')).status).toBe(201);
  });
});

describe('a key', () => {
  it.each([[''], ['a b'], ['ü'], ['x'.repeat(256)]])('that is %j is refused, and names its header', async (key) => {
    const answer = await post('/things', encodeURIComponent(key) === key ? key : Buffer.from(key).toString('latin1'));
    expect(answer.status).toBe(400);
    expect((answer.body as { errors: { pointer: string }[] }).errors[0]?.pointer).toBe('/Idempotency-Key');
    expect(await effects()).toEqual({});
  });

  it('of 255 characters is taken', async () => {
    expect((await post('/things', 'x'.repeat(255))).status).toBe(201);
  });

  it('means nothing to an operation whose answer is not kept', async () => {
    await post('/things/secret', 'k');
    await post('/things/secret', 'k');
    expect(await effects()).toEqual({ secret: 2 });
    expect(await server.app.get(Database).rows(sql`SELECT FROM idempotency_keys`)).toHaveLength(0);
  });

  it('is forgotten after seven days', async () => {
    await post('/things', 'old');
    await post('/things', 'new');
    await database.run(`UPDATE idempotency_keys SET created_at = now() - interval '7 days 1 minute' WHERE key = 'old'`);
    expect(await server.app.get(Sweeps).run('idempotency_keys.forget')).toBe(1);
    expect((await post('/things', 'old')).headers.get('idempotency-replayed')).toBeNull();
    expect((await post('/things', 'new')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('is held by one of many who ask at the same time, also when it was left behind', async () => {
    const store = server.app.get(IdempotencyStore);
    const request = { scope: 's', key: 'k', hash: Buffer.from('h') };
    const admitted = async () =>
      (await Promise.all(Array.from({ length: 10 }, () => store.admit(request)))).filter(({ kind }) => kind === 'run');
    expect(await admitted()).toHaveLength(1);
    expect(await admitted()).toHaveLength(0);
    await expireLocks();
    expect(await admitted()).toHaveLength(1);
  });
});
