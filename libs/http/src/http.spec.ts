import { Controller, Get, Param, Post, Body, Patch, Query } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsInt } from 'class-validator';
import { CurrentUser, Public, type Principal } from '#auth';
import { PageQuery } from '#contracts/page.dto.js';
import { Database, sql } from '#database';
import { freshDatabase, testConfig, TestServer, type FreshDatabase, type ProblemAnswer } from '#testing';
import { Created } from './preconditions/created.decorator.js';
import { IfMatch } from './preconditions/if-match.decorator.js';
import { isFor, type Versions } from './preconditions/versions.js';
import { PreconditionFailed } from './problems/common-errors.js';
import { RateLimit } from './rate-limits/rate-limit.decorator.js';
import { IdPipe } from './validation/id.pipe.js';

class NumberDto {
  @IsInt()
  amount!: number;
}

@Controller('v1/things')
class ThingsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Public()
  list(@Query() { limit }: PageQuery): { data: number[] } {
    return { data: [limit] };
  }

  @Post()
  @Public()
  @Created('/v1/things')
  make(@Body() { amount }: NumberDto): { id: string; version: number; amount: number } {
    return { id: 'seven', version: 7, amount };
  }

  @Patch(':id')
  change(@Param('id', IdPipe) id: string, @IfMatch() versions: Versions, @CurrentUser() user: Principal): object {
    if (!isFor(versions, 3)) throw new PreconditionFailed('It is at version 3.');
    return { id, version: 4, by: user.id };
  }

  @Get('bug')
  @Public()
  bug(): never {
    throw new Error('SELECT secret FROM vault');
  }

  @Get('slow')
  @Public()
  async slow(): Promise<object> {
    return this.database.rows(sql`SELECT pg_sleep(10)`);
  }

  @Get('late')
  @Public()
  async late(): Promise<never> {
    await this.database.rows(sql`SELECT pg_sleep(1.5)`);
    throw new Error('too late to be told');
  }

  @Get('searched')
  @Public()
  @RateLimit('search')
  searched(): object {
    return {};
  }
}

const ID = '01890000-0000-7000-8000-000000000001';
let database: FreshDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await freshDatabase();
  const settings = { HANDLER_TIMEOUT_MS: '1000', BODY_LIMIT: '1024', RATE_LIMITS: 'on', RATE_SEARCHES_PER_MINUTE: '2' };
  const config = testConfig(database.url, settings);
  const connection = { statementTimeoutMs: 2000 };
  server = await TestServer.start({ config, role: 'none', connection, controllers: [ThingsController] });
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

/** A problem document as every refusal has to be one. */
async function problem(method: string, path: string, options: Parameters<TestServer['call']>[2] = {}) {
  const answer = await server.call<ProblemAnswer>(method, path, options);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body.status).toBe(answer.status);
  return answer;
}

const json = (raw: string, type = 'application/json') => ({ raw, headers: { 'content-type': type } });

describe('refusals of the framework', () => {
  it.each([
    ['a body that is not JSON', json('{"amount":'), 400, 'malformed'],
    ['an empty body', json(''), 400, 'malformed'],
    ['a body that would change prototypes', json('{"__proto__":{"a":1}}'), 400, 'malformed'],
    ['a body with a constructor', json('{"constructor":{"prototype":{"a":1}}}'), 400, 'malformed'],
    ['a body that is too large', json(JSON.stringify({ amount: 'x'.repeat(2000) })), 413, 'too_large'],
    ['a body of another type', json('<amount/>', 'application/xml'), 415, 'unsupported_media_type'],
    ['a type with a tab in it', json('{"amount":"x"}', 'application/json\ta'), 415, 'unsupported_media_type'],
    ['a body that is a list', json('[]'), 400, 'invalid_input'],
    ['a body that is null', json('null'), 400, 'invalid_input'],
    ['a wrong field', json('{"amount":"1"}'), 400, 'invalid_input'],
    ['half of a character', json('{"amount":"\\ud800"}'), 400, 'invalid_input'],
    ['a number that is too large', json('{"amount":1e400}'), 400, 'invalid_input'],
  ])('%s', async (_what, options, status, code) => {
    const { body } = await problem('POST', '/v1/things', options);
    expect([body.status, body.code]).toEqual([status, code]);
  });

  it.each([
    ['GET', '/v1/nothing', 404, 'not_found'],
    ['DELETE', '/v1/things', 404, 'not_found'],
    ['GET', '/v1/things/%', 400, 'malformed'],
    ['PATCH', `/v1/things/${'x'.repeat(101)}`, 413, 'too_large'],
    ['PATCH', `/v1/things/${ID}`, 401, 'unauthenticated'],
  ])('%s %s is answered %i %s', async (method, path, status, code) => {
    const { body, headers } = await problem(method, path, method === 'PATCH' ? { body: {} } : {});
    expect([body.status, body.code]).toEqual([status, code]);
    expect(headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
  });

  it('name fields of the query', async () => {
    const { body } = await problem('GET', '/v1/things?limit=0&colour=red');
    expect(body.errors?.map(({ pointer, code }) => [pointer, code]).sort()).toEqual([
      ['/colour', 'unknown_field'],
      ['/limit', 'min'],
    ]);
  });
});

describe('a bug', () => {
  it('is answered with the id of the request, and nothing else of it', async () => {
    const { body } = await problem('GET', '/v1/things/bug');
    expect(body).toMatchObject({ status: 500, code: 'unexpected', requestId: expect.any(String) });
    expect(JSON.stringify(body)).not.toMatch(/SELECT|secret|Error|\.js/);
  });
});

describe('an answer that takes too long', () => {
  it('is an honest 503 that says when to come back', async () => {
    const { status, headers, body } = await problem('GET', '/v1/things/slow');
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
  });

  it('does not disturb when it fails after all', async () => {
    expect((await problem('GET', '/v1/things/late')).status).toBe(503);
    expect((await server.get('/v1/things')).status).toBe(200);
  });
});

describe('what is changed', () => {
  const change = (headers: Record<string, string>, id = ID) =>
    server.call<ProblemAnswer>('PATCH', `/v1/things/${id}`, { token: server.tokenOf(), headers, body: {} });

  it('needs the version that was read', async () => {
    const answers = [await change({}), await change({ 'if-match': 'x' }), await change({ 'if-match': '"2"' })];
    expect(answers.map(({ status }) => status)).toEqual([428, 412, 412]);
    expect((await change({ 'if-match': '"3"' })).headers.get('etag')).toMatch(/^"4\./);
    expect((await change({ 'if-match': '*' })).status).toBe(200);
    expect((await change({ 'if-match': '"0", "3"' })).status).toBe(200);
  });

  it('is named by a UUID, in small or capital letters', async () => {
    const answer = await change({ 'if-match': '"3"' }, ID.toUpperCase());
    expect(answer.body).toMatchObject({ id: ID });
    for (const id of ['7', `${ID}0`, "1'--", '%00']) {
      const refused = await change({ 'if-match': '"3"' }, id);
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([400, '/id']);
    }
  });
});

describe('what is made', () => {
  it('is told of by 201, its Location and its ETag', async () => {
    const answer = await server.post('/v1/things', { amount: 1 });
    const { status, headers } = answer;
    expect([status, headers.get('location')]).toEqual([201, '/v1/things/seven']);
    expect(headers.get('etag')).toMatch(/^"7\./);
  });
});

describe('rate limits', () => {
  it('tell what is left, and refuse with the time to come back', async () => {
    const first = await server.get('/v1/things/searched');
    expect(first.headers.get('ratelimit-policy')).toBe('"anonymous";q=300;w=60, "search";q=2;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"anonymous";r=\d+;t=\d+, "search";r=1;t=\d+$/);
    await server.get('/v1/things/searched');
    const { status, body, headers } = await problem('GET', '/v1/things/searched');
    expect([status, body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
    expect((await server.get('/v1/things')).status).toBe(200);
  });

  it('count a user by their account', async () => {
    const answer = await server.get('/v1/things', server.tokenOf());
    expect(answer.headers.get('ratelimit-policy')).toBe('"user";q=1000;w=60');
  });
});
