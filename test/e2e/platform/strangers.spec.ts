import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  pay,
  person,
  place,
  quote,
  TestApp,
  type Answer,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { everything } from '../support/everything.js';
import { expectWhole } from '../support/whole.js';

type Caller = 'nobody' | 'stranger' | 'guest' | 'host' | 'otherHost';
type Status = 'pending' | 'requested' | 'confirmed';

/** Operations on what belongs to a guest and a host, and what each caller is told who may not do them. */
interface Operation {
  name: string;
  method: string;
  path: (about: About) => string;
  body?: (about: About) => object;
  headers?: Record<string, string>;
  refused: Partial<Record<Caller, number>>;
}

interface About {
  booking: string;
  quote: string;
  property: string;
  block: string;
}

const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };
const NOT_THEIRS = { nobody: 401, stranger: 404, otherHost: 404 };
const HOST_ONLY = { ...NOT_THEIRS, guest: 404 };
const NONE = '01900000-0000-7000-8000-000000000000';
const NOTHING: About = { booking: NONE, quote: NONE, property: NONE, block: NONE };

const OPERATIONS: Operation[] = [
  { name: 'reading a booking', method: 'GET', path: ({ booking }) => `/v1/bookings/${booking}`, refused: NOT_THEIRS },
  {
    name: 'previewing a cancellation',
    method: 'GET',
    path: ({ booking }) => `/v1/bookings/${booking}/cancellation`,
    refused: NOT_THEIRS,
  },
  { name: 'cancelling', method: 'POST', path: ({ booking }) => `/v1/bookings/${booking}/cancel`, refused: NOT_THEIRS },
  {
    name: 'accepting',
    method: 'POST',
    path: ({ booking }) => `/v1/bookings/${booking}/accept`,
    refused: { ...NOT_THEIRS, guest: 403 },
  },
  {
    name: 'declining',
    method: 'POST',
    path: ({ booking }) => `/v1/bookings/${booking}/decline`,
    refused: { ...NOT_THEIRS, guest: 403 },
  },
  {
    name: 'reviewing',
    method: 'POST',
    path: ({ booking }) => `/v1/bookings/${booking}/reviews`,
    body: () => ({ rating: 1, comment: 'I was never there.' }),
    refused: { ...NOT_THEIRS, host: 404 },
  },
  {
    name: 'reading a quote',
    method: 'GET',
    path: (about) => `/v1/quotes/${about.quote}`,
    refused: { ...NOT_THEIRS, host: 404 },
  },
  {
    name: 'booking a quote',
    method: 'POST',
    path: () => '/v1/bookings',
    body: (about) => ({ quoteId: about.quote }),
    refused: { ...NOT_THEIRS, host: 404 },
  },
  {
    name: 'blocking nights',
    method: 'POST',
    path: ({ property }) => `/v1/properties/${property}/blocks`,
    body: () => ({ from: '2027-09-01', to: '2027-09-03' }),
    refused: HOST_ONLY,
  },
  {
    name: 'setting days of the calendar',
    method: 'PUT',
    path: ({ property }) => `/v1/properties/${property}/calendar`,
    body: () => ({ days: [{ from: '2027-09-01', to: '2027-09-03', minNights: 2 }] }),
    refused: HOST_ONLY,
  },
  {
    name: 'listing blocks',
    method: 'GET',
    path: ({ property }) => `/v1/properties/${property}/blocks`,
    refused: HOST_ONLY,
  },
  {
    name: 'reading a block',
    method: 'GET',
    path: ({ property, block }) => `/v1/properties/${property}/blocks/${block}`,
    refused: HOST_ONLY,
  },
  {
    name: 'lifting a block',
    method: 'DELETE',
    path: ({ property, block }) => `/v1/properties/${property}/blocks/${block}`,
    refused: HOST_ONLY,
  },
  {
    name: 'publishing',
    method: 'POST',
    path: ({ property }) => `/v1/properties/${property}/publish`,
    refused: HOST_ONLY,
  },
  { name: 'pausing', method: 'POST', path: ({ property }) => `/v1/properties/${property}/pause`, refused: HOST_ONLY },
  {
    name: 'changing a property',
    method: 'PATCH',
    path: ({ property }) => `/v1/properties/${property}`,
    body: () => ({ title: 'Mine now' }),
    headers: { 'if-match': '"1"' },
    refused: HOST_ONLY,
  },
  {
    name: 'archiving a property',
    method: 'DELETE',
    path: ({ property }) => `/v1/properties/${property}`,
    headers: { 'if-match': '"1"' },
    refused: HOST_ONLY,
  },
];

const REFUSALS = OPERATIONS.flatMap((operation) =>
  Object.entries(operation.refused).map(([caller, status]) => ({
    operation,
    name: operation.name,
    caller: caller as Caller,
    status,
  })),
);

describe('what is not yours', () => {
  let app: TestApp;
  const people = new Map<Caller, Person>();
  const about = new Map<Status, About>();

  beforeAll(async () => {
    app = await TestApp.start();
    for (const caller of ['stranger', 'guest', 'host', 'otherHost'] as const)
      people.set(caller, await person(app, caller));
    await place(app, one('otherHost'));
    about.set('pending', await scene(async (stay) => book(app, one('guest'), stay)));
    about.set('requested', await scene(requested, { rules: { bookingMode: 'request' } }));
    about.set('confirmed', await scene(async (stay) => confirmedBooking(app, one('guest'), stay)));
  });

  afterAll(() => app.stop());

  const one = (caller: Caller): Person => {
    const found = people.get(caller);
    if (!found) throw new Error(`${caller} has no account`);
    return found;
  };

  const requested = async (stay: { propertyId: string; checkIn: string; checkOut: string }): Promise<BookingAnswer> => {
    const booking = await book(app, one('guest'), stay);
    await pay(app, booking.payment);
    return bookingWhen(app, one('guest'), booking.id, 'requested');
  };

  const scene = async (
    make: (stay: { propertyId: string; checkIn: string; checkOut: string }) => Promise<BookingAnswer>,
    changes: object = {},
  ): Promise<About> => {
    const propertyId = await place(app, one('host'), changes);
    const block = { from: '2027-08-01', to: '2027-08-03' };
    const blocked = await app.post<{ id: string }>(`/v1/properties/${propertyId}/blocks`, block, one('host').token);
    return {
      property: propertyId,
      block: expectStatus(blocked, 201).id,
      booking: (await make({ propertyId, ...STAY })).id,
      quote: await quote(app, one('guest'), { propertyId, checkIn: '2027-05-01', checkOut: '2027-05-03' }),
    };
  };

  const call = (operation: Operation, caller: Caller, on: About): Promise<Answer<ProblemAnswer>> =>
    app.call(operation.method, operation.path(on), {
      token: caller === 'nobody' ? undefined : one(caller).token,
      headers: { ...newKey(), ...operation.headers },
      body: operation.body?.(on),
    });

  it.each(REFUSALS)(
    '$caller gets $status for $name, in every state, and changes nothing',
    async ({ operation, caller, status }) => {
      const before = await everything(app);
      for (const [state, on] of about) {
        const answer = await call(operation, caller, on);
        expect([state, answer.status]).toEqual([state, status]);
        expect(answer.headers.get('content-type')).toMatch('application/problem+json');
        // What is not theirs and what is not there are told apart by nothing.
        if (status === 404) expect(plain(answer)).toEqual(plain(await call(operation, caller, NOTHING)));
      }
      expect(await everything(app)).toEqual(before);
    },
  );

  const plain = ({ body }: Answer<ProblemAnswer>): object => ({ ...body, instance: undefined });

  it.each(['stranger', 'otherHost'] as const)('%s finds no booking in any list', async (caller) => {
    for (const role of ['guest', 'host']) {
      const listed = await app.get(`/v1/bookings?role=${role}`, one(caller).token);
      expect(listed.body).toEqual({ data: [], nextCursor: null });
    }
    expect((await app.get('/v1/bookings?role=guest')).status).toBe(401);
  });

  it('guest and host each find their bookings on their own side only', async () => {
    const ids = async (caller: Caller, role: string) =>
      (await app.get<{ data: { id: string }[] }>(`/v1/bookings?role=${role}`, one(caller).token)).body.data
        .map(({ id }) => id)
        .sort();
    const all = [...about.values()].map(({ booking }) => booking).sort();
    expect([await ids('guest', 'guest'), await ids('guest', 'host')]).toEqual([all, []]);
    expect([await ids('host', 'host'), await ids('host', 'guest')]).toEqual([all, []]);
  });

  it.each([
    'query ($id: ID!) { booking(id: $id) { id } }',
    'query ($id: ID!) { bookingCancellation(id: $id) { refund { amount } } }',
    'mutation ($id: ID!) { acceptBooking(id: $id) { id } }',
    'mutation ($id: ID!) { declineBooking(id: $id) { id } }',
    'mutation ($id: ID!) { cancelBooking(id: $id) { id } }',
  ])('over GraphQL the same holds: %s', async (query) => {
    const before = await everything(app);
    for (const { booking } of about.values()) {
      for (const [caller, code] of [
        ['stranger', 'not_found'],
        ['otherHost', 'not_found'],
        ['nobody', 'unauthenticated'],
      ] as const) {
        const token = caller === 'nobody' ? undefined : one(caller).token;
        const { errors } = await app.graphql(query, { id: booking }, token, newKey());
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
      }
    }
    expect(await everything(app)).toEqual(before);
  });

  it('the guest’s secret, price lines and payment are not the host’s, nor the earnings the guest’s', async () => {
    for (const { booking } of about.values()) {
      const forHost = expectStatus(
        await app.get<Record<string, unknown>>(`/v1/bookings/${booking}`, one('host').token),
        200,
      );
      expect(forHost).toMatchObject({ lines: null, payment: { clientSecret: null } });
      const forGuest = expectStatus(
        await app.get<Record<string, unknown>>(`/v1/bookings/${booking}`, one('guest').token),
        200,
      );
      expect(forGuest).toMatchObject({ hostLines: null, hostTotal: null });
      expect(JSON.stringify([forHost, forGuest])).not.toContain('@example.com');
    }
  });

  it('a host does not book their own place, and is told so before they are offered it', async () => {
    const property = about.get('confirmed')?.property;
    const body = { propertyId: property, checkIn: '2027-06-01', checkOut: '2027-06-03', guests: { adults: 1 } };
    const answer = await app.post('/v1/quotes', body, one('host').token);
    expect(answer).toMatchObject({ status: 422, body: { code: 'own_property' } });
    const create = 'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id } }';
    const { errors } = await app.graphql(create, { input: body }, one('host').token);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['own_property']);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
