import { beforeAll, describe, expect, it } from '@jest/globals';
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
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';

const rules = { minNights: 1, maxNights: 30, cancellationPolicy: 'flexible' };

const { app, host, guest } = await openMarket();

describe('the life of a booking', () => {
  let stranger: Person;
  let instant: string;
  let onRequest: string;
  let nextNight = 0;

  /** Two nights that no other test has. */
  function nights() {
    nextNight += 3;
    const day = (offset: number) => new Date(Date.UTC(2027, 4, nextNight + offset)).toISOString().slice(0, 10);
    return { checkIn: day(0), checkOut: day(2) };
  }

  const act = (who: Person, booking: { id: string }, action: string) =>
    app.post<BookingAnswer>(`/v1/bookings/${booking.id}/${action}`, undefined, who.token, newKey());

  async function requested(): Promise<BookingAnswer> {
    const booking = await book(app, guest, { propertyId: onRequest, ...nights() });
    expectStatus(await pay(app, booking.payment), 200);
    return bookingWhen(app, guest, booking.id, 'requested');
  }

  beforeAll(async () => {
    stranger = await person(app, 'Sten');
    instant = await place(app, host, { rules: { ...rules, bookingMode: 'instant' } });
    onRequest = await place(app, host, { rules: { ...rules, bookingMode: 'request' } });
  });

  it('shows guest and host each their own side', async () => {
    const { id } = await confirmedBooking(app, guest, { propertyId: instant, ...nights() });
    const forGuest = expectStatus(await app.get<Record<string, unknown>>(`/v1/bookings/${id}`, guest.token), 200);
    const forHost = expectStatus(await app.get<Record<string, unknown>>(`/v1/bookings/${id}`, host.token), 200);
    expect(forGuest).toMatchObject({ hostLines: null, hostTotal: null, nextActions: ['cancel'] });
    expect(forGuest.lines).toContainEqual(expect.objectContaining({ kind: 'night' }));
    expect(forHost).toMatchObject({ lines: null, payment: { clientSecret: null }, nextActions: ['cancel'] });
    expect(forHost.hostLines).toContainEqual(expect.objectContaining({ kind: 'host_service_fee' }));
  });

  it('confirms a request when the host accepts, and captures then', async () => {
    const booking = await requested();
    expect(booking.payment.status).toBe('authorised');
    const accepted = expectStatus(await act(host, booking, 'accept'), 200);
    expect(accepted).toMatchObject({ status: 'confirmed', payment: { status: 'captured' } });
    expect(expectStatus(await act(host, booking, 'accept'), 409).code).toBe('illegal_transition');
  });

  it('lets the held money and the nights go when the host declines', async () => {
    const booking = await requested();
    const declined = expectStatus(await act(host, booking, 'decline'), 200);
    expect(declined).toMatchObject({ status: 'declined', payment: { status: 'cancelled' } });
    const claims = await app.sql('SELECT FROM claims WHERE booking_id = $1', [booking.id]);
    expect(claims).toHaveLength(0);
  });

  it('lets the guest try again after a refused card', async () => {
    const booking = await book(app, guest, { propertyId: instant, ...nights() });
    expectStatus(await pay(app, booking.payment, 'pm_card_visa_chargeDeclinedInsufficientFunds'), 402);
    const refused = await waitFor('the refusal to be known', async () => {
      const { body } = await app.get<{ payment: BookingAnswer['payment'] & { failureCode: string | null } }>(
        `/v1/bookings/${booking.id}`,
        guest.token,
      );
      return body.payment.failureCode === null ? undefined : body.payment;
    });
    expect(refused.failureCode).toBe('insufficient_funds');
    expectStatus(await pay(app, refused), 200);
    await bookingWhen(app, guest, booking.id, 'confirmed');
    const failures = await app.sql(`SELECT FROM events WHERE type = 'payment.failed' AND subject_id = $1`, [
      booking.id,
    ]);
    expect(failures.length).toBeLessThanOrEqual(1);
  });

  it('refuses what is not theirs to whoever asks', async () => {
    const booking = await requested();
    expectStatus(await app.get(`/v1/bookings/${booking.id}`, stranger.token), 404);
    for (const action of ['accept', 'decline', 'cancel']) expectStatus(await act(stranger, booking, action), 404);
    expectStatus(await app.get(`/v1/bookings/${booking.id}/cancellation`, stranger.token), 404);
    expectStatus(await act(guest, booking, 'accept'), 403);
    expect(expectStatus(await act(host, booking, 'cancel'), 409)).toMatchObject({
      code: 'illegal_transition',
      from: 'requested',
      to: 'cancelled_by_host',
    });
  });

  it('refuses a quote that is used, of another, or of one’s own property', async () => {
    const stay = { propertyId: instant, ...nights() };
    const quoteId = await quote(app, guest, stay);
    const post = (who: Person, id: string) =>
      app.post<BookingAnswer>('/v1/bookings', { quoteId: id }, who.token, newKey());
    expectStatus(await post(stranger, quoteId), 404);
    const { id } = expectStatus(await post(guest, quoteId), 201);
    expect(expectStatus(await post(guest, quoteId), 409)).toMatchObject({ code: 'quote_used', bookingId: id });
    const sold = await place(app, host);
    const own = await quote(app, guest, { propertyId: sold, ...nights() });
    await app.sql('UPDATE properties SET host_id = $1 WHERE id = $2', [guest.id, sold]);
    expect(expectStatus(await post(guest, own), 422).code).toBe('own_property');
    const taken = await app.post<ProblemAnswer>('/v1/quotes', { ...stay, guests: { adults: 1 } }, stranger.token);
    expect(taken.body.code).toBe('dates_unavailable');
  });

  it('does everything over GraphQL too, in the same words', async () => {
    const quoteId = await quote(app, guest, { propertyId: onRequest, ...nights() });
    const create = `mutation ($input: CreateBookingInput!) { createBooking(input: $input) {
      id status payment { status clientSecret paymentIntentId } property { title } guest { firstName } host { firstName } } }`;
    const made = await app.graphql<{ createBooking: BookingAnswer }>(
      create,
      { input: { quoteId } },
      guest.token,
      newKey(),
    );
    expect(made.data.createBooking).toMatchObject({
      status: 'pending_payment',
      property: { title: 'Brownstone by the park' },
      guest: { firstName: 'Gil' },
      host: { firstName: 'Hanna' },
    });
    const again = await app.graphql(create, { input: { quoteId } }, guest.token, newKey());
    expect(again.errors?.[0]?.extensions.code).toBe('quote_used');
    const { id } = made.data.createBooking;
    const cancel = 'mutation ($id: ID!) { cancelBooking(id: $id) { status } }';
    const cancelled = await app.graphql<{ cancelBooking: BookingAnswer }>(cancel, { id }, guest.token, newKey());
    expect(cancelled.data.cancelBooking.status).toBe('cancelled_by_guest');
  });

  it('lists bookings by side, state and page', async () => {
    const list = (path: string, who: Person) =>
      app.get<{ data: BookingAnswer[]; nextCursor: string | null }>(`/v1/bookings?${path}`, who.token);
    const first = expectStatus(await list('role=guest&limit=2', guest), 200);
    expect(first.data).toHaveLength(2);
    const second = expectStatus(await list(`role=guest&limit=2&cursor=${first.nextCursor}`, guest), 200);
    expect(second.data.every(({ id }) => id < (first.data[1]?.id ?? ''))).toBe(true);
    const declined = expectStatus(await list('role=host&status=declined', host), 200);
    expect(new Set(declined.data.map(({ status }) => status))).toEqual(new Set(['declined']));
    expect(expectStatus(await list('role=host', guest), 200).data).toEqual([]);
    expectStatus(await list(`role=host&cursor=${first.nextCursor}`, host), 400);
    expectStatus(await list('role=cook', host), 400);
  });

  it('lets unpaid nights go after 15 minutes, and unanswered requests after 24 hours', async () => {
    const unpaid = await book(app, guest, { propertyId: instant, ...nights() });
    const unanswered = await requested();
    await app.advance('PT16M');
    const expired = await bookingWhen(app, guest, unpaid.id, 'expired');
    expect(expired.payment.status).toBe('cancelled');
    expect((await pay(app, unpaid.payment)).status).toBe(400);
    await bookingWhen(app, guest, unanswered.id, 'requested');
    await app.advance('P1D');
    const gone = await bookingWhen(app, guest, unanswered.id, 'expired');
    expect(gone.payment.status).toBe('cancelled');
    expect(expectStatus(await act(host, unanswered, 'accept'), 409).code).toBe('illegal_transition');
  });

  it('refuses a quote that has expired', async () => {
    const quoteId = await quote(app, guest, { propertyId: instant, ...nights() });
    await app.advance('PT31M');
    const late = await app.post<ProblemAnswer>('/v1/bookings', { quoteId }, guest.token, newKey());
    expect(expectStatus(late, 409).code).toBe('quote_expired');
  });

  it('keeps every invariant', () => expectInvariants(app));
});
