import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, HttpClient } from './http-client.js';

/** Someone with an account, signed in. */
export interface Person {
  id: string;
  email: string;
  token: string;
}

/** What the tests read of a booking. */
export interface BookingAnswer {
  id: string;
  code: string;
  status: string;
  version: number;
  propertyId: string;
  checkInAt: string;
  checkOutAt: string;
  expiresAt: string | null;
  acceptedAt: string | null;
  confirmedAt: string | null;
  nextActions: string[];
  total: { amount: number; currency: string };
  payment: PaymentAnswer;
}

/** What the tests read of a payment. */
export interface PaymentAnswer {
  id: string;
  status: string;
  amount: { amount: number };
  captured: { amount: number };
  refunded: { amount: number };
  refunds: { id: string; status: string; amount: { amount: number; currency: string }; failureReason: string | null }[];
  failureCode: string | null;
  paymentIntentId: string | null;
  clientSecret: string | null;
}

export const PASSWORD = 'two owls in a hollow oak 7';
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 20;

let people = 0;

/** Registers someone. */
export async function person(app: HttpClient, firstName = 'Ada'): Promise<Person> {
  people += 1;
  const email = `${firstName.toLowerCase()}.${process.pid}.${people}@example.com`;
  const body = { email, password: PASSWORD, firstName, lastName: 'Tester' };
  const answer = await app.post<{ user: { id: string }; accessToken: string }>('/v1/auth/register', body);
  return { id: expectStatus(answer, 201).user.id, email, token: answer.body.accessToken };
}

/** The body of a property that can be published as it is: 100.00 USD a night, in Albany. */
export function propertyBody(changes: object = {}): Record<string, unknown> {
  return {
    title: 'Brownstone by the park',
    description: 'Two quiet rooms on the garden side, five minutes from the capitol.',
    type: 'apartment',
    roomType: 'entire_place',
    address: { line1: '1 State Street', city: 'Albany', region: 'New York', postalCode: '12207', country: 'US' },
    location: { latitude: 42.6526, longitude: -73.7562 },
    capacity: { guests: 4, bedrooms: 2, beds: 3, bathrooms: 1 },
    amenities: ['wifi', 'kitchen'],
    pricing: { nightly: { amount: 10_000, currency: 'USD' } },
    rules: { bookingMode: 'instant', minNights: 1, maxNights: 30, cancellationPolicy: 'moderate' },
    ...changes,
  };
}

/** A published property of `host`; its id. */
export async function place(app: HttpClient, host: Person, changes: object = {}): Promise<string> {
  const created = await app.post<{ id: string }>('/v1/properties', propertyBody(changes), host.token);
  const { id } = expectStatus(created, 201);
  expectStatus(await app.post(`/v1/properties/${id}/publish`, undefined, host.token), 200);
  return id;
}

export interface StayRequest {
  propertyId: string;
  checkIn: string;
  checkOut: string;
  guests?: object;
}

/** A quote of `guest`; its id. */
export async function quote(app: HttpClient, guest: Person, stay: StayRequest): Promise<string> {
  const body = { guests: { adults: 2 }, ...stay };
  return expectStatus(await app.post<{ id: string }>('/v1/quotes', body, guest.token), 201).id;
}

/** The header of a request that has not been made before. */
export function newKey(): Record<string, string> {
  return { 'idempotency-key': randomUUID() };
}

/** A booking of `guest` that waits for its payment. */
export async function book(app: HttpClient, guest: Person, stay: StayRequest): Promise<BookingAnswer> {
  const quoteId = await quote(app, guest, stay);
  return expectStatus(await app.post<BookingAnswer>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
}

/** Confirms a payment as Stripe's library in a browser does; Stripe's answer. */
export async function pay(app: HttpClient, payment: PaymentAnswer, method = 'pm_card_visa'): Promise<Answer> {
  const { body: config } = await app.get<{ apiBase: string; publishableKey: string }>('/v1/payments/config');
  const form = new URLSearchParams({ payment_method: method, client_secret: payment.clientSecret ?? '' });
  const response = await fetch(`${config.apiBase}/v1/payment_intents/${payment.paymentIntentId ?? ''}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${config.publishableKey}` },
    body: form,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** The booking, once it has come to `status`: what Stripe tells arrives a moment after the payment. */
export async function bookingWhen(app: HttpClient, reader: Person, id: string, status: string): Promise<BookingAnswer> {
  return waitFor(`booking ${id} to be ${status}`, async () => {
    const { body } = await app.get<BookingAnswer>(`/v1/bookings/${id}`, reader.token);
    return body.status === status ? body : undefined;
  });
}

/** A booking that is paid and confirmed. */
export async function confirmedBooking(app: HttpClient, guest: Person, stay: StayRequest): Promise<BookingAnswer> {
  const booking = await book(app, guest, stay);
  expectStatus(await pay(app, booking.payment), 200);
  return bookingWhen(app, guest, booking.id, 'confirmed');
}

/** Looks until `look` finds something; fails after a minute. */
export async function waitFor<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`waited in vain for ${what}`);
    await wait(LOOK_EVERY_MS);
  }
}

/** The body of an answer that must have this status. */
export function expectStatus<Body>(answer: Answer<Body>, status: number): Body {
  if (answer.status !== status)
    throw new Error(`answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
