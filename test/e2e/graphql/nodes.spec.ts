import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, expectStatus, person, place, propertyBody, quote, TestApp, type Person } from '#testing';
import { ahead } from '../support/dates-ahead.js';

type Reader = 'host' | 'guest' | 'stranger' | 'nobody';
type Named = { __typename: string; id: string } | null;

const NOTHING = '01900000-0000-7000-8000-000000000000';
const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describe('a node', () => {
  let app: TestApp;
  const people = {} as Record<Exclude<Reader, 'nobody'>, Person>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await TestApp.start();
    for (const name of ['host', 'guest', 'stranger'] as const) people[name] = await person(app, name);
    const propertyId = await place(app, people.host);
    const draft = await app.post<{ id: string }>('/v1/properties', propertyBody(), people.host.token);
    const stay = { propertyId, checkIn: ahead(10), checkOut: ahead(12) };
    Object.assign(ids, {
      property: propertyId,
      draft: expectStatus(draft, 201).id,
      booking: (await book(app, people.guest, stay)).id,
      quote: await quote(app, people.guest, { ...stay, checkIn: ahead(20), checkOut: ahead(21) }),
      host: people.host.id,
      guest: people.guest.id,
      nothing: NOTHING,
    });
    const [review] = await app.sql<{ id: string }>(
      `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
       VALUES (gen_random_uuid(), $1, 'Ina', 'Fine', 'a', now()) RETURNING id`,
      [propertyId],
    );
    ids.review = review?.id ?? '';
  });

  afterAll(() => app.stop());

  const tokenOf = (reader: Reader) => (reader === 'nobody' ? undefined : people[reader].token);

  /** What each may read; `undefined` for what is as little there as what is not. */
  const TYPES: Record<string, Partial<Record<Reader, string>>> = {
    property: { host: 'Property', guest: 'Property', stranger: 'Property', nobody: 'Property' },
    draft: { host: 'Property' },
    booking: { host: 'Booking', guest: 'Booking' },
    quote: { guest: 'Quote' },
    review: { host: 'Review', guest: 'Review', stranger: 'Review', nobody: 'Review' },
    host: { host: 'User', guest: 'PublicUser', stranger: 'PublicUser', nobody: 'PublicUser' },
    guest: { host: 'PublicUser', guest: 'User', stranger: 'PublicUser', nobody: 'PublicUser' },
    nothing: {},
  };

  it.each(['host', 'guest', 'stranger', 'nobody'] as const)('is for %s what REST gives, or null', async (reader) => {
    const expected = Object.entries(TYPES).map(([name, types]) => {
      const typename = types[reader];
      return typename === undefined ? null : { __typename: typename, id: ids[name] ?? '' };
    });
    const all = Object.keys(TYPES).map((name) => ids[name] ?? '');
    const { data, errors } = await app.graphql<{ nodes: Named[] }>(NODES, { ids: all }, tokenOf(reader));
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual(expected);
    for (const [index, id] of all.entries()) {
      const one = await app.graphql<{ node: Named }>(NODE, { id: id.toUpperCase() }, tokenOf(reader));
      expect([one.data.node, one.errors]).toEqual([expected[index], undefined]);
    }
  });

  it('has all the fields of its type, as its reader may see them', async () => {
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { id
      ... on Property { title host { firstName } reviews { totalCount { value } } }
      ... on Booking { code total { amount } lines { amount { amount } } hostTotal { amount } payment { clientSecret } property { title } }
      ... on User { email } ... on PublicUser { firstName }
    } }`;
    const asked = { ids: [ids.property, ids.booking, ids.host, ids.booking] };
    const { data, errors } = await app.graphql<{ nodes: Record<string, unknown>[] }>(
      document,
      asked,
      people.host.token,
    );
    expect(errors).toBeUndefined();
    const [property, booking, user, again] = data.nodes;
    expect(property).toMatchObject({ host: { firstName: 'host' }, reviews: { totalCount: { value: 1 } } });
    expect(booking).toMatchObject({
      lines: null,
      payment: { clientSecret: null },
      hostTotal: { amount: expect.any(Number) },
    });
    expect(user).toEqual({ id: people.host.id, email: people.host.email });
    expect(again).toEqual(booking);
  });

  it('has an id that is a UUID; others are refused by their place', async () => {
    const one = await app.graphql(NODE, { id: '7' });
    expect(one.errors).toMatchObject([{ extensions: { code: 'invalid_input', errors: [{ pointer: '/id' }] } }]);
    const several = await app.graphql(NODES, { ids: [NOTHING, '7'] });
    expect(several.errors).toMatchObject([{ extensions: { code: 'invalid_input', errors: [{ pointer: '/ids/1' }] } }]);
  });

  it('is one of at most a hundred', async () => {
    const answer = await app.graphql<{ nodes: Named[] }>(NODES, { ids: Array.from({ length: 100 }, () => NOTHING) });
    expect(answer.data.nodes).toHaveLength(100);
    const refused = await app.graphql(NODES, { ids: Array.from({ length: 101 }, () => NOTHING) });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'invalid_input', errors: [{ pointer: '/ids' }] } }]);
  });

  it('counts with what is asked of it', async () => {
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Property { reviews(first: 100) { nodes { id } } } } }`;
    const asked = { ids: Array.from({ length: 100 }, () => NOTHING) };
    const answer = await app.call<{ errors: { message: string }[] }>('POST', '/graphql', {
      body: { query: document, variables: asked },
    });
    expect([answer.status, answer.body.errors[0]?.message]).toEqual([400, expect.stringMatching(/up to 10100 nodes/)]);
  });
});
