import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  newKey,
  PASSWORD,
  person,
  place,
  propertyBody,
  quote,
  TestApp,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { ahead } from '../support/dates-ahead.js';
import { expectWhole } from '../support/whole.js';

type Who = 'nobody' | 'host' | 'guest' | 'stranger';

interface Case {
  name: string;
  by: Who;
  rest: [method: string, path: string, body?: object, headers?: Record<string, string>];
  graphql: [document: string, variables?: object];
  code: string;
}

const NOTHING = '01900000-0000-7000-8000-000000000000';

describe('errors', () => {
  let app: TestApp;
  const people = {} as Record<Exclude<Who, 'nobody'>, Person>;
  const ids = { property: '', taken: '', booking: '', quote: '' };

  beforeAll(async () => {
    app = await TestApp.start();
    Object.assign(people, {
      host: await person(app, 'Hanna'),
      guest: await person(app, 'Gil'),
      stranger: await person(app, 'Sam'),
    });
    ids.property = await place(app, people.host);
    ids.booking = (
      await book(app, people.guest, { propertyId: ids.property, checkIn: ahead(1), checkOut: ahead(3) })
    ).id;
    ids.quote = await quote(app, people.guest, { propertyId: ids.property, checkIn: ahead(5), checkOut: ahead(8) });
  });

  afterAll(() => app.stop());

  const stay = (changes: object = {}): object => ({
    propertyId: ids.property,
    checkIn: ahead(10),
    checkOut: ahead(12),
    guests: { adults: 1 },
    ...changes,
  });
  const createQuote = 'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id } }';
  const createProperty = 'mutation ($input: CreatePropertyInput!) { createProperty(input: $input) { id } }';

  /** Made when the test runs: they speak of what `beforeAll` has made. */
  const cases: Record<string, () => Omit<Case, 'name'>> = {
    'no token': () => ({
      by: 'nobody',
      rest: ['GET', '/v1/users/me'],
      graphql: ['{ me { id } }'],
      code: 'unauthenticated',
    }),
    'what is not there': () => ({
      by: 'guest',
      rest: ['GET', `/v1/bookings/${NOTHING}`],
      graphql: [`{ booking(id: "${NOTHING}") { id } }`],
      code: 'not_found',
    }),
    'what is another’s': () => ({
      by: 'stranger',
      rest: ['GET', `/v1/bookings/${ids.booking}`],
      graphql: [`{ booking(id: "${ids.booking}") { id } }`],
      code: 'not_found',
    }),
    'an id that is none': () => ({
      by: 'guest',
      rest: ['GET', '/v1/bookings/7'],
      graphql: ['{ booking(id: "7") { id } }'],
      code: 'invalid_input',
    }),
    'a stay without nights': () => {
      const input = stay({ checkOut: ahead(10) });
      return {
        by: 'guest',
        rest: ['POST', '/v1/quotes', input],
        graphql: [createQuote, { input }],
        code: 'invalid_input',
      };
    },
    'several wrong fields': () => {
      const input = propertyBody({
        title: '',
        capacity: { guests: 0, bedrooms: 1, beds: 1, bathrooms: 1 },
        amenities: ['wifi', 'dragon'],
      });
      return {
        by: 'host',
        rest: ['POST', '/v1/properties', input],
        graphql: [createProperty, { input }],
        code: 'invalid_input',
      };
    },
    'nights that are taken': () => {
      const input = stay({ checkIn: ahead(2), checkOut: ahead(4) });
      return {
        by: 'guest',
        rest: ['POST', '/v1/quotes', input],
        graphql: [createQuote, { input }],
        code: 'dates_unavailable',
      };
    },
    'a stay that is too long': () => {
      const input = stay({ checkOut: ahead(60) });
      return {
        by: 'guest',
        rest: ['POST', '/v1/quotes', input],
        graphql: [createQuote, { input }],
        code: 'stay_not_allowed',
      };
    },
    'too many guests': () => {
      const input = stay({ guests: { adults: 50 } });
      return {
        by: 'guest',
        rest: ['POST', '/v1/quotes', input],
        graphql: [createQuote, { input }],
        code: 'too_many_guests',
      };
    },
    'a state that does not allow it': () => ({
      by: 'host',
      rest: ['POST', `/v1/properties/${ids.property}/publish`],
      graphql: [`mutation { publishProperty(id: "${ids.property}") { id } }`],
      code: 'illegal_transition',
    }),
    'a version that is old': () => ({
      by: 'host',
      rest: ['PATCH', `/v1/properties/${ids.property}`, { title: 'Another title' }, { 'if-match': '"1"' }],
      graphql: [
        `mutation { updateProperty(id: "${ids.property}", version: 1, input: { title: "Another title" }) { id } }`,
      ],
      code: 'precondition_failed',
    }),
    'an address that has an account': () => {
      const input = { email: people.host.email, password: PASSWORD, firstName: 'A', lastName: 'B' };
      const document = 'mutation ($input: RegisterInput!) { register(input: $input) { expiresIn } }';
      return {
        by: 'nobody',
        rest: ['POST', '/v1/auth/register', input],
        graphql: [document, { input }],
        code: 'email_taken',
      };
    },
    'a wrong password': () => {
      const input = { email: people.host.email, password: 'wrong' };
      const document = 'mutation ($input: LoginInput!) { login(input: $input) { expiresIn } }';
      return {
        by: 'nobody',
        rest: ['POST', '/v1/auth/login', input],
        graphql: [document, { input }],
        code: 'invalid_credentials',
      };
    },
    'a cursor from elsewhere': () => ({
      by: 'guest',
      rest: ['GET', '/v1/bookings?cursor=abc'],
      graphql: ['{ bookings(after: "abc") { nodes { id } } }'],
      code: 'invalid_input',
    }),
    'a review before its time': () => ({
      by: 'guest',
      rest: ['POST', `/v1/bookings/${ids.booking}/reviews`, { rating: 5, comment: 'Early' }],
      graphql: [
        `mutation { createReview(bookingId: "${ids.booking}", input: { rating: 5, comment: "Early" }) { id } }`,
      ],
      code: 'stay_not_completed',
    }),
    'the other side’s action': () => ({
      by: 'guest',
      rest: ['POST', `/v1/bookings/${ids.booking}/accept`, undefined, newKey()],
      graphql: [`mutation { acceptBooking(id: "${ids.booking}") { id } }`],
      code: 'forbidden',
    }),
    'half a circle': () => ({
      by: 'nobody',
      rest: ['GET', '/v1/search?radiusKm=5'],
      graphql: ['{ search(input: { radiusKm: 5 }) { nodes { nightly { amount } } } }'],
      code: 'invalid_input',
    }),
  };

  it.each(Object.keys(cases))('are the same over GraphQL and REST: %s', async (name) => {
    const { by, rest, graphql, code } = (cases[name] as () => Omit<Case, 'name'>)();
    const token = by === 'nobody' ? undefined : people[by].token;
    const [method, path, body, headers] = rest;
    const problem = (await app.call<ProblemAnswer>(method, path, { body, headers, token })).body;
    const answer = await app.graphql(graphql[0], graphql[1], token, headers);
    const [error, ...more] = answer.errors ?? [];
    expect(problem.code).toBe(code);
    expect(more).toEqual([]);
    const { detail, errors = [], ...members } = error?.extensions as ProblemAnswer & object;
    const inBody = (pointer: string): string => pointer.replace(/^\/(input|after)/, '').replace(/^$/, '/cursor');
    expect(members).toEqual({ ...problem, detail: undefined, errors: undefined });
    expect(
      (errors as { pointer: string; code: string }[]).map((each) => `${inBody(each.pointer)} ${each.code}`),
    ).toEqual(problem.errors?.map((each) => `${each.pointer} ${each.code}`) ?? []);
    expect(detail).toBeDefined();
  });

  it('do not take along what went well beside them', async () => {
    const document = `{ property(id: "${ids.property}") { title } nothing: property(id: "${NOTHING}") { title } }`;
    const answer = await app.graphql(document);
    expect(answer.errors).toMatchObject([{ path: ['nothing'], extensions: { code: 'not_found' } }]);
  });

  it('in a document name where, and run nothing', async () => {
    for (const document of [
      '{',
      '{ castle { id } }',
      '{ me }',
      'mutation { logout(x: 1) }',
      'query ($id: ID!) { property(id: $id) { id } }',
    ]) {
      const answer = await app.call<{ data?: null; errors: { message: string; extensions: { code: string } }[] }>(
        'POST',
        '/graphql',
        { body: { query: document } },
      );
      expect([document, answer.status, answer.body.data]).toEqual([document, 400, undefined]);
      expect(answer.body.errors[0]?.extensions.code).toBe('graphql_invalid');
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \w+ \(/);
    }
  });

  it('keep every invariant', () => expectWhole(app));
});
