import {
  Args,
  Context,
  Field,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { Public } from '#auth';
import { InvalidInput, KeysetPage, NotFound, toCount } from '#http';
import { freshDatabase, testConfig, TestServer, type Answer, type FreshDatabase } from '#testing';
import { connectionOf, ConnectionArgs, toConnection, type Connection } from './connections.js';
import { graphqlModule } from './graphql.module.js';
import { batch, type GraphqlContext } from './loaders.js';

@ObjectType('Thing')
class Thing {
  @Field(() => Int)
  id!: number;
}

const ThingConnection = connectionOf(Thing, 'Thing');

function connection(length: number): Connection<Thing> {
  const things = Array.from({ length }, (_, id) => ({ id }));
  return toConnection(new KeysetPage(things, null, String), undefined, () => Promise.resolve(toCount(length)));
}

/** How many things each load was asked for. */
const loads: number[] = [];
let tries = 0;

@Resolver(() => Thing)
@Public()
class ThingsResolver {
  @Query(() => ThingConnection)
  things(@Args() { first }: ConnectionArgs): Connection<Thing> {
    return connection(first);
  }

  @Query(() => Thing, { nullable: true })
  thing(@Args('problem', { type: () => String }) problem: string): Thing {
    if (problem === 'missing') throw new NotFound('There is no such thing.');
    if (problem === 'wrong') throw new InvalidInput([{ pointer: '/id', code: 'min', message: 'must be more' }]);
    if (problem === 'bug') throw new Error('SELECT secret FROM vault');
    return { id: problem === 'null' ? (null as never) : 1 };
  }

  @Mutation(() => Int)
  try(): number {
    return (tries += 1);
  }

  @ResolveField(() => Thing, { nullable: true })
  next(@Parent() { id }: Thing, @Context() context: GraphqlContext): Promise<Thing | undefined> {
    const load = (ids: string[]) => {
      loads.push(ids.length);
      return Promise.resolve(new Map(ids.map((key) => [key, { id: Number(key) + 1 }])));
    };
    return batch(context, 'things.next', load).load(String(id));
  }

  @ResolveField(() => ThingConnection)
  parts(@Args() { first }: ConnectionArgs): Connection<Thing> {
    return connection(Math.min(first, 2));
  }
}

let database: FreshDatabase;
let open: TestServer;
let closed: TestServer;

async function start(introspection: string): Promise<TestServer> {
  const config = testConfig(database.url, { GRAPHQL_INTROSPECTION: introspection });
  return TestServer.start({ config, role: 'none', imports: [graphqlModule()], providers: [ThingsResolver] });
}

beforeAll(async () => {
  database = await freshDatabase();
  [open, closed] = await Promise.all([start('on'), start('off')]);
});
afterAll(async () => {
  await Promise.all([open.app.close(), closed.app.close()]);
  await database.drop();
});

interface Result {
  data?: unknown;
  errors?: {
    message: string;
    path?: unknown[];
    extensions: { code: string; status: number; [member: string]: unknown };
  }[];
}

async function ask(query: unknown, variables?: object, operationName?: string, server = open): Promise<Answer<Result>> {
  return server.call<Result>('POST', '/graphql', { body: { query, variables, operationName } });
}

/** A refusal of the document itself: nothing was executed. */
async function refused(query: unknown, message: RegExp, variables?: object): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    const { status, body } = await ask(query, variables);
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'graphql_invalid']);
    expect(body.errors?.[0]?.message).toMatch(message);
    expect(body).not.toHaveProperty('data');
  }
}

async function taken(query: string, variables?: object): Promise<void> {
  const { status, body } = await ask(query, variables);
  expect([status, body.errors]).toEqual([200, undefined]);
}

const deep = (levels: number) =>
  `{ things(first: 1) { nodes ${'{ next '.repeat(levels)}{ id } ${'}'.repeat(levels)} } }`;
const aliases = (count: number) =>
  `{ ${Array.from({ length: count }, (_, n) => `a${n}: thing(problem: "") { id }`).join(' ')} }`;
const directives = (count: number) => `{ thing(problem: "") { id ${'@include(if: true) '.repeat(count)} } }`;

describe('the limits', () => {
  it('of depth let 6 levels pass, not 7', async () => {
    await taken(deep(3));
    await refused(deep(4), /depth limit of 6 exceeded, found 7/);
    const fragments = `{ things(first: 1) { ...a } } fragment a on ThingConnection { nodes { ...b } } fragment b on Thing { ${'next { '.repeat(5)} id ${'}'.repeat(5)} }`;
    await refused(fragments, /depth limit/);
  });

  it('of aliases let 15 pass, not 16', async () => {
    await taken(aliases(15));
    await refused(aliases(16), /Aliases limit of 15 exceeded, found 16/);
  });

  it('of tokens let 1000 pass, not 1001', async () => {
    // Each of these operations is 13 tokens with one `id`: 76 of them with 12 more are 1000.
    const operation = (name: string, more: number) =>
      `query ${name} { thing(problem: "") { id ${'id '.repeat(more)} } } `;
    const many = Array.from({ length: 75 }, (_, n) => operation(`q${n}`, 0)).join('');
    expect((await ask(many + operation('last', 12), undefined, 'last')).body.errors).toBeUndefined();
    await refused(many + operation('last', 13), /1000 tokens/);
  });

  it('of characters let 15,000 pass, not 15,001', async () => {
    const document = '{ thing(problem: "") { id } }';
    await taken(document.padEnd(15_000));
    await refused(document.padEnd(15_001), /at most 15000/);
  });

  it('of nodes let 10,000 pass, not more, whether they are asked for by literals or variables', async () => {
    const document =
      'query ($a: Int, $b: Int) { things(first: $a) { nodes { id } edges { node { parts(first: $b) { pageInfo { hasNextPage } nodes { id } } } } } }';
    await taken(document, { a: 100, b: 99 });
    await refused(document, /up to 10100 nodes; at most 10000/, { a: 100, b: 100 });
    await taken(document, { a: 1, b: 1 });
  });

  it('of cost hold, also by literals of `first`', async () => {
    await refused('{ things(first: 100) { nodes { parts(first: 100) { nodes { id } } } } }', /Cost limit of 5000/);
  });

  it('of directives hold', async () => {
    await refused(directives(51), /Directives limit of 50 exceeded, found 51|can only be used once/);
  });

  it('cannot be passed by with a syntax tree as JSON, which is not taken at all', async () => {
    const tree = { kind: 'Document', definitions: [] };
    for (const source of [JSON.stringify(tree), 'null', '7', '"text"', '[]', '{"kind":"Document"}']) {
      await refused(source, /is JSON/);
    }
  });

  it('of a page are 1 and 100', async () => {
    for (const first of [0, 101, -1]) {
      const { body } = await ask(`{ things(first: ${first}) { pageInfo { hasNextPage } } }`);
      expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'invalid_input', status: 400 });
      expect(body.errors?.[0]?.extensions.errors).toEqual([expect.objectContaining({ pointer: '/first' })]);
    }
  });

  it('have cycles of fragments refused', async () => {
    await refused(
      '{ things { ...a } } fragment a on ThingConnection { ...b } fragment b on ThingConnection { ...a }',
      /./,
    );
  });
});

describe('errors', () => {
  const thing = 'query ($problem: String!) { thing(problem: $problem) { id } }';

  it('have the code and members that REST gives, at their path – compiled or not', async () => {
    for (let time = 0; time < 3; time += 1) {
      const missing = await ask(thing, { problem: 'missing' });
      expect(missing.status).toBe(200);
      expect(missing.body).toMatchObject({
        data: { thing: null },
        errors: [
          { message: 'There is no such thing.', path: ['thing'], extensions: { code: 'not_found', status: 404 } },
        ],
      });
      const wrong = await ask(thing, { problem: 'wrong' });
      expect(wrong.body.errors?.[0]?.extensions).toMatchObject({ code: 'invalid_input', errors: [{ pointer: '/id' }] });
    }
  });

  it('that nobody foresaw say nothing of our insides', async () => {
    for (const problem of ['bug', 'null', 'bug', 'null', 'bug']) {
      const { body } = await ask(thing, { problem });
      expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'unexpected', requestId: expect.any(String) });
      expect(JSON.stringify(body)).not.toMatch(/SELECT|secret|non-nullable|\.js/);
    }
  });

  it('of a document are named one by one', async () => {
    const { status, body } = await ask('{ nothing thing(problem: 7) { colour } }');
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(3);
    expect(body.errors?.every(({ extensions }) => extensions.code === 'graphql_invalid')).toBe(true);
  });

  it.each([[undefined], [{}], [{ problem: 7 }], [{ problem: null }]])('refuse the variables %j', async (variables) => {
    await refused(thing, /\$problem/, variables);
  });

  it.each(['', '{', 'thing', '{ thing(', '\u0000', '{}'])('refuse the document %j', async (document) => {
    const { status, body } = await ask(document);
    expect([status, body.errors?.[0]?.extensions.status]).toEqual([400, 400]);
  });

  it.each([[null], [7], [{}], [[]], [undefined]])('refuse %j for a document', async (document) => {
    expect((await ask(document)).status).toBe(400);
  });

  it('of the request before it is a document keep their status', async () => {
    const raw = JSON.stringify({ query: '#'.repeat(300_000) });
    const large = await open.call<Result>('POST', '/graphql', { raw, headers: { 'content-type': 'application/json' } });
    expect([large.status, large.body.errors?.[0]?.extensions.code]).toEqual([413, 'too_large']);
    const form = await open.call<Result>('POST', '/graphql', {
      raw: 'query=x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    expect(form.status).toBeLessThan(500);
  });
});

describe('what production hides', () => {
  it('is the schema, also by way of suggestions', async () => {
    expect((await ask(getIntrospectionQuery(), undefined, undefined, open)).body.data).toHaveProperty('__schema');
    expect((await ask('{ __schema { types { name } } }', undefined, undefined, closed)).status).toBe(400);
    expect((await ask('{ thingy { id } }', undefined, undefined, open)).body.errors?.[0]?.message).toMatch(
      /Did you mean/,
    );
    expect((await ask('{ thingy { id } }', undefined, undefined, closed)).body.errors?.[0]?.message).not.toMatch(
      /mean/,
    );
  });
});

describe('a document', () => {
  it('of several operations runs the one that is named, however often', async () => {
    const document = 'query Read { thing(problem: "") { id } } mutation Try { try }';
    for (let time = 0; time < 4; time += 1) {
      expect((await ask(document, undefined, 'Read')).body).toEqual({ data: { thing: { id: 1 } } });
    }
    const before = tries;
    expect((await ask(document, undefined, 'Try')).body).toEqual({ data: { try: before + 1 } });
    expect((await ask(document, undefined, 'Read')).body).toEqual({ data: { thing: { id: 1 } } });
    expect(tries).toBe(before + 1);
  });

  it('that changes something is not taken by GET', async () => {
    const before = tries;
    const headers = { 'x-mercurius-operation-name': 'Try' };
    const answer = await open.call('GET', `/graphql?query=${encodeURIComponent('mutation Try { try }')}`, { headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(tries).toBe(before);
  });

  it('is not taken in batches', async () => {
    const raw = JSON.stringify([{ query: '{ thing(problem: "") { id } }' }]);
    const answer = await open.call('POST', '/graphql', { raw, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
  });
});

describe('nested fields', () => {
  it('are loaded at once for all nodes', async () => {
    for (let time = 0; time < 3; time += 1) {
      loads.length = 0;
      await taken('{ things(first: 50) { nodes { next { id next { id } } } } }');
      // Of the second fifty, 49 are known already.
      expect(loads).toEqual([50, 1]);
    }
  });
});
