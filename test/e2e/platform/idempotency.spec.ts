import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  book,
  bookingWhen,
  confirmedBooking,
  expectStatus,
  pay,
  person,
  place,
  quote,
  waitFor,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket, STAY, type Reply } from '../support/market.js';
import { seeded } from '../support/random.js';
import { expectWhole } from '../support/whole.js';

/** A request with a key, to be made as often as it takes. */
interface Keyed {
  path: string;
  body?: object;
  by: Person;
  key: string;
  /** the state in which the booking must be at last */
  leadsTo: string;
}

const COPIES = 20;
const ROUNDS = 4;
const CALLS_IN_ROUND = 10;
const ALL = 1000;

const { app, stripe, host, guest } = await openMarket({ LOG_LEVEL: 'fatal' });

describe('an Idempotency-Key', () => {
  const offer = async (): Promise<string> => quote(app, guest, { propertyId: await place(app, host), ...STAY });

  const send = ({ path, body, by, key }: Omit<Keyed, 'leadsTo'>): Promise<Reply> =>
    app.post(path, body, by.token, { 'idempotency-key': key });

  /** The answer, asked for until nobody else is at it. */
  const answerTo = (request: Omit<Keyed, 'leadsTo'>): Promise<Reply> =>
    waitFor(`the answer to ${request.path}`, async () => {
      const answer = await send(request);
      return answer.body.code === 'idempotency_key_in_use' ? undefined : answer;
    });

  const bookingOf = (quoteId: string, key: string = randomUUID()) => ({
    path: '/v1/bookings',
    body: { quoteId },
    by: guest,
    key,
  });

  it('has to come along when a booking is made: without one the header is named, and nothing done', async () => {
    const quoteId = await offer();
    const answer = await app.post<ProblemAnswer>('/v1/bookings', { quoteId }, guest.token);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'idempotency_key_required', errors: [{ pointer: '/Idempotency-Key', code: 'required' }] },
    });
    const long = await send(bookingOf(quoteId, 'x'.repeat(256)));
    expect(long).toMatchObject({ status: 400, body: { errors: [{ pointer: '/Idempotency-Key' }] } });
    expect(await app.sql('SELECT FROM bookings WHERE quote_id = $1', [quoteId])).toEqual([]);
    expectStatus(await send(bookingOf(quoteId, 'x'.repeat(255))), 201);
  });

  it('has to come along when a booking is accepted, declined or cancelled: money moves by that', async () => {
    const booking = await asked();
    for (const [action, by] of [
      ['accept', host],
      ['decline', host],
      ['cancel', guest],
    ] as const) {
      const answer = await app.post<ProblemAnswer>(`/v1/bookings/${booking.id}/${action}`, undefined, by.token);
      expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    }
    const { body } = await app.get<BookingAnswer>(`/v1/bookings/${booking.id}`, guest.token);
    expect(body).toMatchObject({ status: 'requested', acceptedAt: null });
  });

  it('makes one booking of twenty clicks, and gives each the same answer', async () => {
    const quoteId = await offer();
    const request = bookingOf(quoteId);
    const answers = await Promise.all(Array.from({ length: COPIES }, () => answerTo(request)));
    const [first, ...others] = answers;
    for (const answer of others) {
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual(first?.body);
      expect(answer.headers.get('location')).toBe(`/v1/bookings/${answer.body.id}`);
      expect(answer.headers.get('etag')).toBe(first?.headers.get('etag'));
    }
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(COPIES - 1);
    expect(await app.sql('SELECT FROM bookings WHERE quote_id = $1', [quoteId])).toHaveLength(1);
    const intents = (await stripe.intents()).filter(({ metadata }) => metadata.payment_id === first?.body.payment.id);
    expect(intents).toHaveLength(1);
  });

  it('of its own for each of twenty clicks on one quote makes one booking all the same', async () => {
    const quoteId = await offer();
    const answers = await Promise.all(
      Array.from({ length: COPIES }, () => app.post<ProblemAnswer>('/v1/bookings', { quoteId }, guest.token, newKey())),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 201) expect(body).toMatchObject({ status: 409 });
  });

  it('belongs to one request: with another body or another path it is refused', async () => {
    const request = bookingOf(await offer());
    expectStatus(await send(request), 201);
    const other = await send({ ...request, body: { quoteId: await offer() } });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const more = await send({ ...request, body: { ...request.body, message: 'Hello' } });
    expect(more).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('is each person’s own', async () => {
    const other = await person(app, 'Olga');
    const request = bookingOf(await offer());
    expectStatus(await send(request), 201);
    expect(await send({ ...request, by: other })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('keeps a refusal that was judged by the state of things, but not one of the input', async () => {
    const propertyId = await place(app, host);
    const taken = bookingOf(await quote(app, guest, { propertyId, ...STAY }));
    const rival = await book(app, guest, { propertyId, ...STAY });
    expect(await send(taken)).toMatchObject({ status: 409, body: { code: 'dates_unavailable' } });
    expectStatus(await app.post(`/v1/bookings/${rival.id}/cancel`, undefined, guest.token, newKey()), 200);
    const again = await send(taken);
    expect(again).toMatchObject({ status: 409, body: { code: 'dates_unavailable' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toMatch('application/problem+json');

    const mended = bookingOf(await offer());
    expect((await send({ ...mended, body: { quoteId: 'none' } })).status).toBe(400);
    expectStatus(await send(mended), 201);
  });

  it('has accepting and cancelling happen once', async () => {
    const requested = await asked();
    const accept = { path: `/v1/bookings/${requested.id}/accept`, by: host, key: randomUUID() };
    const accepted = await Promise.all([1, 2, 3, 4].map(() => answerTo(accept)));
    for (const answer of accepted) expect(answer).toMatchObject({ status: 200, body: { status: 'confirmed' } });
    const cancel = { path: `/v1/bookings/${requested.id}/cancel`, by: guest, key: randomUUID() };
    const cancelled = await Promise.all([1, 2, 3, 4].map(() => answerTo(cancel)));
    for (const answer of cancelled)
      expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled_by_guest' } });
  });

  const asked = async (): Promise<BookingAnswer> => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
    const booking = await book(app, guest, { propertyId, ...STAY });
    await pay(app, booking.payment);
    return bookingWhen(app, guest, booking.id, 'requested');
  };

  /** Requests that take several steps each, here and at Stripe. */
  const round = async (): Promise<Keyed[]> => {
    const confirmed = async () => confirmedBooking(app, guest, { propertyId: await place(app, host), ...STAY });
    const act = async (
      booking: Promise<BookingAnswer>,
      action: string,
      by: Person,
      leadsTo: string,
    ): Promise<Keyed> => ({
      path: `/v1/bookings/${(await booking).id}/${action}`,
      by,
      key: randomUUID(),
      leadsTo,
    });
    return [
      { ...bookingOf(await offer()), leadsTo: 'pending_payment' },
      { ...bookingOf(await offer()), leadsTo: 'pending_payment' },
      await act(confirmed(), 'cancel', guest, 'cancelled_by_guest'),
      await act(confirmed(), 'cancel', host, 'cancelled_by_host'),
      await act(asked(), 'accept', host, 'confirmed'),
      await act(asked(), 'decline', host, 'declined'),
    ];
  };

  it('gives the one true answer after the process has died in the middle, whenever that was', async () => {
    const random = seeded(20_270_301);
    const outcomes: string[] = [];
    for (let each = 0; each < ROUNDS; each += 1) {
      const requests = await round();
      await stripe.quiet();
      // Stripe takes its time, so that death finds the requests at their different steps.
      await stripe.fault({ delayMs: 40, count: ALL, pathPrefix: '/v1/' });
      const sent = requests.map((request) =>
        send(request)
          .then(({ status }) => `${status}`)
          .catch(() => 'cut off'),
      );
      await stripe.called(Math.floor(random() * CALLS_IN_ROUND), ALL);
      await app.kill();
      outcomes.push(...(await Promise.all(sent)));
      await app.restart();
      // The time for which a request may hold its key is over.
      await app.sql(`UPDATE idempotency_keys SET locked_until = now() - INTERVAL '1 second' WHERE status IS NULL`);
      for (const request of requests) {
        const answer = await answerTo(request);
        expect([request.path, answer.status, answer.body.status]).toEqual([
          request.path,
          request.body ? 201 : 200,
          request.leadsTo,
        ]);
        expect((await answerTo(request)).body).toEqual(answer.body);
      }
    }
    expect(outcomes).toContain('cut off');
    await expectWhole(app);
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
