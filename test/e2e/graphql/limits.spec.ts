import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { expectStatus, person, place, TestApp, type GraphqlAnswer, type Person } from '#testing';

type Refusal = GraphqlAnswer<unknown> & { code?: string };

/** So many times one after the other. */
const times = (number: number, text: (n: number) => string): string =>
  Array.from({ length: number }, (_, n) => text(n)).join(' ');

describe('GraphQL takes', () => {
  let app: TestApp;
  let host: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    host = await person(app, 'Hanna');
    for (let count = 0; count < 5; count++) await place(app, host);
  });

  afterAll(() => app.stop());

  const send = (query: string, token = host.token) => app.call<Refusal>('POST', '/graphql', { body: { query }, token });
  const isRefused = async (query: string): Promise<void> => {
    const { status, body } = await send(query);
    expect(status).toBe(400);
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(body.errors?.every(({ extensions }) => extensions.code === 'graphql_invalid')).toBe(true);
  };
  const isTaken = async (query: string): Promise<void> => {
    const { status, body } = await send(query);
    expect([status, body.errors]).toEqual([200, undefined]);
  };

  it('documents six levels deep, and no deeper', async () => {
    const nested = (inner: string): string =>
      `{ properties(first: 1) { nodes { reviews(first: 1) { nodes { ${inner} } } } } }`;
    await isTaken(nested('id'));
    await isTaken('{ bookings(first: 1) { nodes { property { reviews(first: 1) { nodes { id } } } } } }');
    await isRefused('{ bookings(first: 1) { nodes { property { reviews(first: 1) { edges { node { id } } } } } } }');
  });

  it('a level is a level inside a fragment too', async () => {
    await isRefused(`
      query { bookings(first: 1) { nodes { property { ...deep } } } }
      fragment deep on Property { reviews(first: 1) { edges { node { id } } } }`);
  });

  it('fifteen aliases, and no more', async () => {
    await isTaken(`{ ${times(15, (n) => `a${n}: paymentsConfig { mode }`)} }`);
    await isRefused(`{ ${times(16, (n) => `a${n}: paymentsConfig { mode }`)} }`);
  });

  it('no more than a thousand tokens', async () => {
    await isRefused(`{ paymentsConfig { ${times(1000, () => 'mode')} } }`);
  });

  it('fifteen thousand characters, and no more', async () => {
    await isTaken(`{ __typename }${' '.repeat(14_000)}`);
    await isRefused(`{ __typename }${' '.repeat(15_000)}`);
  });

  it('fifty directives, and no more', async () => {
    await isRefused(`{ __typename ${times(51, () => '@include(if: true)')} }`);
  });

  it('pages of a hundred, and no more', async () => {
    for (const first of [0, -1, 101]) {
      const answer = await app.graphql(`{ properties(first: ${first}) { nodes { id } } }`, {}, host.token);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'invalid_input', errors: [{ pointer: '/first' }] } }]);
    }
    await isRefused('{ properties(first: 1000000000) { nodes { id } } }');
  });

  it('fragments that end', async () => {
    await isRefused('{ me { ...a } } fragment a on User { ...b } fragment b on User { ...a }');
  });

  it('a question about its schema, where it may be told', async () => {
    await isTaken(getIntrospectionQuery());
  });

  it('one request at a time', async () => {
    const batch = [{ query: '{ __typename }' }, { query: '{ __typename }' }];
    const answer = await app.call<Refusal>('POST', '/graphql', { body: batch, token: host.token });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toHaveProperty('0');
  });

  it.each([
    ['text/plain', '{"query":"{ __typename }"}'],
    ['application/x-www-form-urlencoded', 'query=%7B__typename%7D'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{ __typename }\r\n--x--',
    ],
    [undefined, '{"query":"{ __typename }"}'],
  ])('nothing that a page of somebody else’s could send: %s', async (type, raw) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const answer = await app.call<Refusal>('POST', '/graphql', { raw, headers, token: host.token });
    expect([400, 415]).toContain(answer.status);
    expect(JSON.stringify(answer.body)).not.toMatch('Mutation"|"Query"');
  });

  it('no reading by a plain link, and no changes by GET at all', async () => {
    const read = `/graphql?query=${encodeURIComponent('{ __typename }')}`;
    expect((await app.get(read)).status).toBeGreaterThanOrEqual(400);
    const headers = { 'x-mercurius-operation-name': 'x', 'content-type': 'application/json' };
    const change = `/graphql?query=${encodeURIComponent('mutation { logout }')}`;
    const answer = await app.call('GET', change, { token: host.token, headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectStatus(await app.get('/v1/users/me', host.token), 200);
  });

  it('pages that go on where the last ended', async () => {
    interface Page {
      properties: {
        nodes: { id: string }[];
        edges: { node: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    }
    const document =
      'query ($after: String) { properties(first: 2, after: $after) { nodes { id } edges { node { id } } pageInfo { hasNextPage endCursor } } }';
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const answer: GraphqlAnswer<Page> = await app.graphql<Page>(document, { after }, host.token);
      const { nodes, edges, pageInfo }: Page['properties'] = answer.data.properties;
      expect(edges.map(({ node }) => node)).toEqual(nodes);
      seen.push(...nodes.map(({ id }) => id));
      more = pageInfo.hasNextPage;
      expect(pageInfo.endCursor).toEqual(expect.any(String));
      after = pageInfo.endCursor;
    }
    const rest = await app.get<{ data: { id: string }[] }>('/v1/properties?mine=true', host.token);
    expect(seen).toEqual(rest.body.data.map(({ id }) => id));
    expect(seen).toHaveLength(5);
  });
});
