import { describe, expect, it } from '@jest/globals';
import {
  bookingWhen,
  confirmedBooking,
  expectStatus,
  PASSWORD,
  place,
  propertyBody,
  quote,
  type Answer,
  type BookingAnswer,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket } from '../support/market.js';
import { expectWhole } from '../support/whole.js';

const AT_ONCE = 20;

const { app, host, guest } = await openMarket();
const propertyId = await place(app, host);

/** How often each answer was given. */
function tally(answers: Answer<ProblemAnswer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 400 ? String(status) : `${status} ${body.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What the same request comes to when it is made many times at the same moment. */
async function atOnce(make: (index: number) => Promise<Answer<ProblemAnswer>>): Promise<Record<string, number>> {
  return tally(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => make(index))));
}

describe('GraphQL', () => {
  it('gives the first page for a cursor that is null', async () => {
    const { data } = await app.graphql<{ search: { nodes: unknown[] } }>(
      'query ($after: String) { search(after: $after) { nodes { nightly { amount } } } }',
      { after: null },
    );
    expect(data.search.nodes.length).toBeGreaterThan(0);
  });

  it.each(['variables=x', 'variables=5', 'operationName=x', 'extensions=x', 'variables=%00'])(
    'is not asked by GET, so that it does not fail over ?%s',
    async (part) => {
      const headers = { 'x-mercurius-operation-name': 'any' };
      const answer = await app.call('GET', `/graphql?query=%7B__typename%7D&${part}`, { headers });
      expect(answer.status).toBe(405);
    },
  );

  it.each<unknown>([
    5,
    true,
    '{}',
    '{"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query"}]}',
    '{"kind":"Document","definitions":[{"kind":"Trap"}]}',
  ])('takes text for a document, and not %j', async (query) => {
    expect((await app.call('POST', '/graphql', { body: { query } })).status).toBe(400);
  });
});

describe('what people write', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('has no field called %s', async (name) => {
    const unknown = { pointer: `/${name}`, code: 'unknown_field' };
    const bySearch = await app.get<ProblemAnswer>(`/v1/search?${name}=1`);
    expect(expectStatus(bySearch, 400).errors).toEqual([expect.objectContaining(unknown)]);
    const body = { email: guest.email, password: 'whatever it may be', [name]: 'x' };
    const byBody = await app.post<ProblemAnswer>('/v1/auth/login', body);
    expect(expectStatus(byBody, 400).errors).toEqual([expect.objectContaining(unknown)]);
  });

  it.each([
    ['of nothing that can be seen', '\u200b\u2060', ['min_length', 'deceiving']],
    ['of two lines, parted by U+2028', 'Loft\u2028Bcc: everyone@example.com', ['one_line']],
  ])('is no title %s', async (_what, title, codes) => {
    const answer = await app.post<ProblemAnswer>('/v1/properties', propertyBody({ title }), host.token);
    const wrong = codes.map((code) => expect.objectContaining({ pointer: '/title', code }));
    expect(expectStatus(answer, 400).errors).toEqual(wrong);
  });
});

describe('many at the same moment', () => {
  it('with one quote and a key each make one booking', async () => {
    const quoteId = await quote(app, guest, { propertyId, checkIn: '2027-02-01', checkOut: '2027-02-03' });
    const outcome = await atOnce((index) =>
      app.post('/v1/bookings', { quoteId }, guest.token, { 'Idempotency-Key': `${quoteId}-${index}` }),
    );
    // Who comes between the two checks sees the nights taken before the quote used: a clean refusal either way.
    const { '201': made = 0, '409 quote_used': used = 0, '409 dates_unavailable': taken = 0, ...others } = outcome;
    expect({ made, refused: used + taken, others }).toEqual({ made: 1, refused: AT_ONCE - 1, others: {} });
  });

  it('of guest and host who cancel give the money back once', async () => {
    const { id } = await confirmedBooking(app, guest, { propertyId, checkIn: '2027-02-10', checkOut: '2027-02-12' });
    const outcome = await atOnce((index) =>
      app.post(`/v1/bookings/${id}/cancel`, undefined, (index % 2 ? host : guest).token, newKey()),
    );
    expect(outcome).toEqual({ '200': 1, '409 illegal_transition': AT_ONCE - 1 });
    const { payment } = expectStatus(await app.get<BookingAnswer>(`/v1/bookings/${id}`, guest.token), 200);
    expect(payment.refunded.amount).toBe(payment.captured.amount);
  });

  it('with one refresh token carry on one session, and none is thrown out', async () => {
    const login = { email: guest.email, password: PASSWORD };
    const { refreshToken } = expectStatus(await app.post<{ refreshToken: string }>('/v1/auth/login', login), 200);
    const exchange = () => app.post<ProblemAnswer & { refreshToken: string }>('/v1/auth/refresh', { refreshToken });
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, exchange));
    expect(tally(answers)).toEqual({ '200': AT_ONCE });
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  it('that move the clock each move it', async () => {
    const clock = () => app.post<{ now: string }>('/sandbox/clock', { advance: 'PT0S' });
    const before = Date.parse(expectStatus(await clock(), 200).now);
    await Promise.all(Array.from({ length: 5 }, () => app.advance('PT1M')));
    const moved = Date.parse(expectStatus(await clock(), 200).now) - before;
    expect(moved).toBeGreaterThanOrEqual(300_000);
  });

  it('that review one stay leave one review', async () => {
    const booking = await confirmedBooking(app, guest, { propertyId, checkIn: '2027-01-10', checkOut: '2027-01-11' });
    await app.moveTo(new Date(Date.parse(booking.checkOutAt) + 1000));
    await bookingWhen(app, guest, booking.id, 'completed');
    const review = { rating: 1, comment: 'Not my last word.' };
    const outcome = await atOnce(() => app.post(`/v1/bookings/${booking.id}/reviews`, review, guest.token));
    expect(outcome).toEqual({ '201': 1, '409 already_reviewed': AT_ONCE - 1 });
  });
});

describe('the attacks', () => {
  it('leave the books and Stripe in agreement', () => expectWhole(app));
});
