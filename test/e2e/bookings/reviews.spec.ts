import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '#dates';
import {
  bookingWhen,
  confirmedBooking,
  expectStatus,
  PASSWORD,
  person,
  place,
  TEST_START,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { openMarket } from '../support/market.js';

interface Review {
  id: string;
  authorName: string;
  rating: number;
  comment: string;
}

interface Page {
  data: Review[];
  nextCursor: string | null;
}

const GOOD = { rating: 4, comment: ' Quiet, and the coffee was good.\n' };

const { app, host, guest } = await openMarket();

describe('reviews', () => {
  let other: Person;
  let propertyId: string;
  let second: string;
  let booking: string;
  let later: string;

  const date = (days: number): string => new Date(TEST_START.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const refusal = async (id: string, body: unknown, by: Person | undefined): Promise<string> =>
    (await app.post<ProblemAnswer>(`/v1/bookings/${id}/reviews`, body, by?.token)).body.code;

  beforeAll(async () => {
    other = await person(app, 'Olga');
    propertyId = await place(app, host);
    second = await place(app, host);
    const past = await confirmedBooking(app, guest, { propertyId, checkIn: date(3), checkOut: date(5) });
    const coming = await confirmedBooking(app, guest, { propertyId, checkIn: date(30), checkOut: date(32) });
    [booking, later] = [past.id, coming.id];
    await app.advance('P7D');
    guest.token = await signInAgain(guest);
    other.token = await signInAgain(other);
    await bookingWhen(app, guest, booking, 'completed');
  });

  const signInAgain = async ({ email }: Person): Promise<string> => {
    const password = PASSWORD;
    return expectStatus(await app.post<{ accessToken: string }>('/v1/auth/login', { email, password }), 200)
      .accessToken;
  };

  it('are refused of a stay that is not over, of another’s stay, and of what is no review', async () => {
    expect(await refusal(later, GOOD, guest)).toBe('stay_not_completed');
    expect(await refusal(booking, GOOD, other)).toBe('not_found');
    expect(await refusal(booking, GOOD, undefined)).toBe('unauthenticated');
    expect(await refusal(booking, { rating: 6, comment: '' }, guest)).toBe('invalid_input');
    expect(await refusal(booking, { ...GOOD, hidden: true }, guest)).toBe('invalid_input');
  });

  it('are written once, shown to everyone, and counted in the rating and in the search', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.post<Review>(`/v1/bookings/${booking}/reviews`, GOOD, guest.token)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const review = answers.flatMap(({ status, body }) => (status === 201 ? [body] : []))[0];
    expect(review).toMatchObject({ authorName: 'Gil', rating: 4, comment: 'Quiet, and the coffee was good.' });
    expect((await app.get<Review>(`/v1/reviews/${review?.id}`)).body).toEqual(review);
    expect((await app.get<Page>(`/v1/properties/${propertyId}/reviews`)).body).toEqual({
      data: [review],
      nextCursor: null,
    });
    const found = await app.get<{ data: { property: { id: string; rating: object } }[] }>('/v1/search?sort=rating');
    expect(found.body.data[0]?.property).toMatchObject({ id: propertyId, rating: { average: 4, count: 1 } });
    const property = await app.get<{ rating: object; version: number }>(`/v1/properties/${propertyId}`);
    expect(property.body.rating).toEqual({ average: 4, count: 1 });
  });

  it('are listed a page at a time, the latest first, and only by a cursor of the same property', async () => {
    await app.sql(
      `INSERT INTO reviews (id, property_id, author_name, comment, external_ref, created_at)
       SELECT gen_random_uuid(), property, 'Ina', 'Review ' || n, property || ':' || n, TIMESTAMPTZ '2020-01-01' + n / 2 * INTERVAL '1 day'
       FROM unnest($1::uuid[]) AS property, generate_series(1, 5) AS n`,
      [[propertyId, second]],
    );
    const path = `/v1/properties/${second}/reviews?limit=2`;
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { data, nextCursor }: Page = expectStatus(
        await app.get<Page>(next === '' ? path : `${path}&cursor=${next}`),
        200,
      );
      seen.push(...data.map(({ comment }) => comment));
      if (nextCursor)
        expect((await app.get(`/v1/properties/${propertyId}/reviews?cursor=${nextCursor}`)).status).toBe(400);
      next = nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(seen.slice(0, 2).sort()).toEqual(['Review 4', 'Review 5']);
  });

  it('come with properties over GraphQL, each with its own', async () => {
    const answer = await app.graphql<{
      properties: { nodes: { id: string; reviews: { nodes: Review[]; pageInfo: object } }[] };
    }>(
      '{ properties { nodes { id reviews(first: 1) { nodes { id authorName rating comment } pageInfo { hasNextPage } } } } }',
      {},
      await signInAgain(host),
    );
    expect(answer.errors).toBeUndefined();
    const byId = new Map(answer.data.properties.nodes.map(({ id, reviews }) => [id, reviews]));
    expect(byId.get(propertyId)?.nodes[0]).toMatchObject({ authorName: 'Gil', rating: 4 });
    expect(byId.get(second)?.nodes[0]).toMatchObject({ authorName: 'Ina', rating: null });
    const listed = await app.graphql<{ reviews: { nodes: Review[] } }>(
      'query ($id: ID!) { reviews(propertyId: $id, first: 3) { nodes { comment } } }',
      { id: second },
    );
    expect(listed.data.reviews.nodes).toHaveLength(3);
  });

  it('of a draft or of nothing are not there', async () => {
    const none = '00000000-0000-7000-8000-000000000000';
    expect((await app.get(`/v1/properties/${none}/reviews`)).status).toBe(404);
    expect((await app.get(`/v1/reviews/${none}`)).status).toBe(404);
    expect((await app.get('/v1/reviews/none')).status).toBe(400);
  });
});
