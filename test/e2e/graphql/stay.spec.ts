import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import {
  bookingWhen,
  expectStatus,
  PASSWORD,
  pay,
  propertyBody,
  TestApp,
  type BookingAnswer,
  type Person,
  newKey,
} from '#testing';
import { everything, schemaOf, withoutNulls } from '../support/selection.js';
import { expectWhole } from '../support/whole.js';

const STAY = { checkIn: '2055-03-01', checkOut: '2055-03-05' };

interface Thing {
  id: string;
  status: string;
  version: number;
}

describe('a stay over GraphQL', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  let [host, guest]: Person[] = [];
  const made: Record<string, string> = {};

  /** The one field of a document: a mutation, unless it begins with `query`. */
  async function ask<Data>(document: string, variables: object, by?: Person): Promise<Data> {
    const { data, errors } = await app.graphql<Record<string, Data>>(document, variables, by?.token, newKey());
    expect(errors).toBeUndefined();
    return Object.values(data)[0] as Data;
  }

  async function register(firstName: string): Promise<Person> {
    const input = { email: `${firstName}@example.com`, password: PASSWORD, firstName, lastName: 'Graph' };
    const document = 'mutation ($input: RegisterInput!) { register(input: $input) { accessToken user { id email } } }';
    const { user, accessToken } = await ask<{ user: { id: string; email: string }; accessToken: string }>(document, {
      input,
    });
    return { ...user, token: accessToken };
  }

  /** What GraphQL says of one thing is, field by field, what REST says of it. */
  async function expectSame(
    field: string,
    type: string,
    id: string | undefined,
    path: string,
    by?: Person,
  ): Promise<void> {
    const args = id === undefined ? '' : `(id: "${id}")`;
    const nested = type === 'Booking' ? ['property', 'guest', 'host'] : ['host'];
    const seen = await ask<object>(`query { ${field}${args} ${everything(schema, type, nested)} }`, {}, by);
    const told = expectStatus(await app.get<Record<string, unknown>>(path, by?.token), 200);
    // A booking's place leads on to the property itself in GraphQL.
    const own = Object.entries(told).filter(([name]) => !nested.includes(name));
    expect(withoutNulls(seen)).toEqual(withoutNulls(Object.fromEntries(own)));
  }

  beforeAll(async () => {
    app = await TestApp.start();
    await app.moveTo('2055-01-01T12:00:00Z');
    schema = await schemaOf(app);
    [host, guest] = [await register('Hanna'), await register('Gil')];
  });

  afterAll(() => app.stop());

  it('begins with a host who makes a draft, changes and publishes it', async () => {
    const input = propertyBody();
    const draft = await ask<Thing>(
      'mutation ($input: CreatePropertyInput!) { createProperty(input: $input) { id status version } }',
      { input },
      host,
    );
    const changes = { title: 'Brownstone with a garden', rules: { bookingMode: 'request' } };
    const update =
      'mutation ($id: ID!, $version: Int!, $input: UpdatePropertyInput!) { updateProperty(id: $id, version: $version, input: $input) { status version title } }';
    const changed = await ask<Thing>(update, { id: draft.id, version: draft.version, input: changes }, host);
    expect(changed).toEqual({ status: 'draft', version: draft.version + 1, title: 'Brownstone with a garden' });
    expect(await ask('mutation ($id: ID!) { publishProperty(id: $id) { status } }', { id: draft.id }, host)).toEqual({
      status: 'published',
    });
    made.property = draft.id;
  });

  it('goes on with a guest who finds it, and is told the price that is then offered', async () => {
    const search =
      'query ($input: SearchInput!) { search(input: $input) { totalCount { value } nodes { property { id } total { amount currency } } } }';
    const input = { place: 'Albany', guests: 2, ...STAY };
    const found = await ask<{ nodes: { property: Thing; total: object }[] }>(search, { input }, guest);
    const quote =
      'mutation ($input: CreateQuoteInput!) { createQuote(input: $input) { id total { amount currency } } }';
    const offered = await ask<{ id: string; total: object }>(
      quote,
      { input: { propertyId: made.property, ...STAY, guests: { adults: 2 } } },
      guest,
    );
    expect(found.nodes).toEqual([{ property: { id: made.property }, total: offered.total }]);
    made.quote = offered.id;
  });

  it('is booked, paid for, and accepted by the host', async () => {
    const create = `mutation ($input: CreateBookingInput!) {
      createBooking(input: $input) { id status payment { id status paymentIntentId clientSecret } property { title } host { firstName } }
    }`;
    const booking = await ask<BookingAnswer & object>(
      create,
      { input: { quoteId: made.quote, message: 'We come by train.' } },
      guest,
    );
    expect(booking).toMatchObject({
      status: 'pending_payment',
      property: { title: 'Brownstone with a garden' },
      host: { firstName: 'Hanna' },
    });
    made.booking = booking.id;
    expectStatus(await pay(app, booking.payment), 200);
    await bookingWhen(app, guest as Person, booking.id, 'requested');
    await ask('mutation ($id: ID!) { acceptBooking(id: $id) { status } }', { id: booking.id }, host);
    await bookingWhen(app, guest as Person, booking.id, 'confirmed');
  });

  it('is seen alike over GraphQL and REST, by its guest and by its host', async () => {
    await expectSame('me', 'User', undefined, '/v1/users/me', guest);
    await expectSame('user', 'PublicUser', host?.id, `/v1/users/${host?.id}`);
    await expectSame('property', 'Property', made.property, `/v1/properties/${made.property}`, host);
    await expectSame('property', 'Property', made.property, `/v1/properties/${made.property}`);
    await expectSame('quote', 'Quote', made.quote, `/v1/quotes/${made.quote}`, guest);
    await expectSame('booking', 'Booking', made.booking, `/v1/bookings/${made.booking}`, guest);
    await expectSame('booking', 'Booking', made.booking, `/v1/bookings/${made.booking}`, host);
    await expectSame(
      'bookingCancellation',
      'Cancellation',
      made.booking,
      `/v1/bookings/${made.booking}/cancellation`,
      guest,
    );
    await expectSame('paymentsConfig', 'PaymentsConfig', undefined, '/v1/payments/config');
  });

  it('takes the nights off the calendar, which GraphQL and REST show alike', async () => {
    const range = { propertyId: made.property, from: '2055-02-27', to: '2055-03-07' };
    const block =
      'mutation ($propertyId: ID!, $input: CreateBlockInput!) { createBlock(propertyId: $propertyId, input: $input) { id note } }';
    const { id } = await ask<Thing>(
      block,
      { propertyId: made.property, input: { from: '2055-03-06', to: '2055-03-07', note: 'Painting' } },
      host,
    );
    for (const by of [host, guest, undefined]) {
      const document = `query ($propertyId: ID!, $from: LocalDate!, $to: LocalDate!) { calendar(propertyId: $propertyId, from: $from, to: $to) ${everything(schema, 'Calendar')} }`;
      const seen = await ask<object>(document, range, by);
      const { body } = await app.get(
        `/v1/properties/${made.property}/calendar?from=${range.from}&to=${range.to}`,
        by?.token,
      );
      expect(withoutNulls(seen)).toEqual(body);
    }
    const blocks = await ask<object>(
      'query ($propertyId: ID!) { blocks(propertyId: $propertyId) { nodes { id from to } } }',
      { propertyId: made.property },
      host,
    );
    expect(blocks).toEqual({ nodes: [{ id, from: '2055-03-06', to: '2055-03-07' }] });
    const lift = 'mutation ($propertyId: ID!, $id: ID!) { deleteBlock(propertyId: $propertyId, id: $id) { id } }';
    expect(await ask(lift, { propertyId: made.property, id }, host)).toEqual({ id });
  });

  it('is lived through, and reviewed', async () => {
    await app.moveTo('2055-03-06T12:00:00Z');
    await bookingWhen(app, guest as Person, made.booking ?? '', 'completed');
    const create =
      'mutation ($id: ID!, $input: CreateReviewInput!) { createReview(bookingId: $id, input: $input) { id rating } }';
    const review = await ask<Thing>(create, { id: made.booking, input: { rating: 5, comment: 'Like home.' } }, guest);
    await expectSame('review', 'Review', review.id, `/v1/reviews/${review.id}`);
    const read = 'query ($id: ID!) { property(id: $id) { rating { average count } reviews { nodes { id comment } } } }';
    expect(await ask(read, { id: made.property }, undefined)).toEqual({
      rating: { average: 5, count: 1 },
      reviews: { nodes: [{ id: review.id, comment: 'Like home.' }] },
    });
  });

  it('ends with a host who pauses and archives the place, and with signing out', async () => {
    const paused = await ask<Thing>(
      'mutation ($id: ID!) { pauseProperty(id: $id) { status version } }',
      { id: made.property },
      host,
    );
    expect(paused.status).toBe('paused');
    const archive = 'mutation ($id: ID!, $version: Int!) { archiveProperty(id: $id, version: $version) { status } }';
    expect(await ask(archive, { id: made.property, version: paused.version }, host)).toEqual({ status: 'archived' });
    expect(await ask('mutation { logout }', {}, host)).toBe(true);
  });

  it('keeps every invariant', () => expectWhole(app));
});
