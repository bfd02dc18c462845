import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  person,
  place,
  quote,
  StripeSide,
  TestApp,
  waitFor,
  type Answer,
  type GraphqlAnswer,
  type Person,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectWhole } from '../support/whole.js';

type Booked = Record<string, { id: string; code: string; createdAt: string; property: { title: string } } | null>;
type Reply = Answer<GraphqlAnswer<Booked>>;

const COPIES = 20;
const CREATE = `mutation ($input: CreateBookingInput!) {
  createBooking(input: $input) { id code createdAt property { title } }
}`;

describe('an Idempotency-Key over GraphQL', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    [host, guest] = [await person(app, 'Hanna'), await person(app, 'Gil')];
  });

  afterAll(() => app.stop());

  const offer = async (): Promise<string> =>
    quote(app, guest, { propertyId: await place(app, host), checkIn: ahead(10), checkOut: ahead(12) });

  const send = (query: string, variables: object, key?: string, by = guest): Promise<Reply> => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return app.call('POST', '/graphql', { body: { query, variables }, token: by.token, headers });
  };
  const codesOf = ({ body }: Reply): string[] => (body.errors ?? []).map(({ extensions }) => extensions.code);

  /** The answer, asked for until nobody else is at it. */
  const answerTo = (query: string, variables: object, key: string): Promise<Reply> =>
    waitFor('the answer to a mutation', async () => {
      const answer = await send(query, variables, key);
      return codesOf(answer).includes('idempotency_key_in_use') ? undefined : answer;
    });
  const bookingsOf = (quoteIds: string[]) =>
    app.sql<{ id: string }>('SELECT id FROM bookings WHERE quote_id = ANY ($1)', [quoteIds]);

  it('has to come along when a booking is made', async () => {
    const quoteId = await offer();
    const answer = await send(CREATE, { input: { quoteId } });
    expect(answer.body.errors).toMatchObject([
      {
        path: ['createBooking'],
        extensions: { status: 400, code: 'idempotency_key_required', errors: [{ pointer: '/Idempotency-Key' }] },
      },
    ]);
    expect(codesOf(await send(CREATE, { input: { quoteId } }, 'a b'))).toEqual(['invalid_input']);
    expect(codesOf(await send(CREATE, { input: { quoteId } }, 'x'.repeat(256)))).toEqual(['invalid_input']);
    expect(await bookingsOf([quoteId])).toEqual([]);
  });

  it.each(['acceptBooking', 'declineBooking', 'cancelBooking'])('has to come along with %s', async (field) => {
    const answer = await send(`mutation ($id: ID!) { ${field}(id: $id) { status } }`, { id: randomUUID() });
    expect(codesOf(answer)).toEqual(['idempotency_key_required']);
  });

  it('makes one booking of twenty copies at once, and gives each the same answer', async () => {
    const quoteId = await offer();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: COPIES }, () => answerTo(CREATE, { input: { quoteId } }, key)),
    );
    expect(answers[0]?.body.errors).toBeUndefined();
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(COPIES - 1);
    expect(await bookingsOf([quoteId])).toEqual([{ id: answers[0]?.body.data.createBooking?.id }]);
    const intents = await new StripeSide(app).intents();
    const payments = await app.sql<{ id: string }>(
      'SELECT p.id FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE b.quote_id = $1',
      [quoteId],
    );
    expect(intents.filter(({ metadata }) => metadata.payment_id === payments[0]?.id)).toHaveLength(1);
  });

  it('is the same key when something stands behind the path', async () => {
    const key = randomUUID();
    const body = { query: CREATE, variables: { input: { quoteId: await offer() } } };
    const send = (path: string): Promise<Reply> =>
      app.call('POST', path, { body, token: guest.token, headers: { 'idempotency-key': key } });
    const [first, again] = [await send('/graphql'), await send('/graphql?again')];
    expect(first.body.errors).toBeUndefined();
    expect(again.body).toEqual(first.body);
  });

  it('belongs to one document with its variables: with others it is refused', async () => {
    const quoteId = await offer();
    const key = randomUUID();
    expect(codesOf(await send(CREATE, { input: { quoteId } }, key))).toEqual([]);
    for (const [query, input] of [
      [CREATE, { quoteId: await offer() }],
      [CREATE, { quoteId, message: 'Hello' }],
      [CREATE.replace('createBooking', 'mine: createBooking'), { quoteId }],
    ] as const) {
      const answer = await send(query, { input }, key);
      expect(answer.body.errors).toMatchObject([{ extensions: { status: 422, code: 'idempotency_key_reused' } }]);
    }
  });

  it('is not that of the same key over REST, nor of another person', async () => {
    const quoteId = await offer();
    const key = randomUUID();
    const first = await send(CREATE, { input: { quoteId } }, key);
    const rest = await app.post('/v1/bookings', { quoteId }, guest.token, { 'idempotency-key': key });
    expect(rest).toMatchObject({
      status: 409,
      body: { code: 'quote_used', bookingId: first.body.data.createBooking?.id },
    });
    expect(codesOf(await send(CREATE, { input: { quoteId } }, key, host))).toEqual(['not_found']);
  });

  it('gives a refusal again that was judged by the state of things', async () => {
    const quoteId = await offer();
    expect(codesOf(await send(CREATE, { input: { quoteId } }, randomUUID()))).toEqual([]);
    const key = randomUUID();
    const first = await send(CREATE, { input: { quoteId } }, key);
    const again = await send(CREATE, { input: { quoteId } }, key);
    expect(first.body.errors).toMatchObject([{ extensions: { code: 'quote_used', bookingId: expect.any(String) } }]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is one for each field of a document, by their order, so that none gets another’s answer', async () => {
    const [one, two, three] = [await offer(), await offer(), await offer()];
    const document = `mutation ($one: CreateBookingInput!, $two: CreateBookingInput!, $three: CreateBookingInput!) {
      a: createBooking(input: $one) { id quoteId }
      ...more
    }
    fragment more on Mutation { b: createBooking(input: $two) { id quoteId } ... { c: createBooking(input: $three) { id quoteId } } }`;
    const variables = { one: { quoteId: one }, two: { quoteId: two }, three: { quoteId: three } };
    const key = randomUUID();
    const first = await send(document, variables, key);
    expect(first.body.data).toMatchObject({ a: { quoteId: one }, b: { quoteId: two }, c: { quoteId: three } });
    for (let time = 0; time < 3; time += 1) expect((await send(document, variables, key)).body).toEqual(first.body);
    expect(await bookingsOf([one, two, three])).toHaveLength(3);
  });

  it('takes up where a process died between two fields', async () => {
    const [one, two] = [await offer(), await offer()];
    const document = `mutation ($one: CreateBookingInput!, $two: CreateBookingInput!) {
      a: createBooking(input: $one) { id }
      b: createBooking(input: $two) { id }
    }`;
    const variables = { one: { quoteId: one }, two: { quoteId: two } };
    const key = randomUUID();
    expect(codesOf(await send(document, variables, key))).toEqual([]);
    await app.sql(`DELETE FROM idempotency_keys WHERE key = $1 AND scope LIKE '%createBooking 2'`, [key]);
    const again = await send(document, variables, key);
    // Run a second time, the first field would be refused too.
    expect(again.body.errors).toMatchObject([{ path: ['b'], extensions: { code: 'quote_used' } }]);
  });

  it('keeps no tokens', async () => {
    const key = randomUUID();
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { accessToken } }';
    await send(login, { input: { email: guest.email, password: 'wrong' } }, key);
    expect(await app.sql('SELECT FROM idempotency_keys WHERE key = $1', [key])).toEqual([]);
  });

  it('means nothing to a query', async () => {
    const key = randomUUID();
    expect(codesOf(await send('{ me { id } }', {}, key))).toEqual([]);
    expect(await app.sql('SELECT FROM idempotency_keys WHERE key = $1', [key])).toEqual([]);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
