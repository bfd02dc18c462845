import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectStatus,
  newKey,
  pay,
  person,
  place,
  StripeSide,
  TestApp,
  waitFor,
  type Answer,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
} from '#testing';
import { seeded } from '../support/random.js';
import { expectWhole } from '../support/whole.js';

type Reply = Answer<BookingAnswer & ProblemAnswer>;

const PLACES = 6;
const STEPS = 160;
const AT_ONCE = 5;
const CARDS = [
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
];
const FAULTS = ['answerLostAfterEffect', 'status500', 'status429', 'dropWebhooks', 'duplicateWebhooks'];
/** All that anybody may be told in a market where Stripe fails and others are quicker. */
const FAIR = [200, 201, 402, 404, 409, 503];
const ENDED = ['expired', 'declined', 'cancelled_by_guest', 'cancelled_by_host'];

describe('a market in which everything happens at once, and Stripe fails', () => {
  let app: TestApp;
  let stripe: StripeSide;
  let host: Person;
  let guests: Person[];
  let properties: string[];

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal', STRIPE_RETRIES: '1' });
    stripe = new StripeSide(app);
    host = await person(app, 'Hanna');
    guests = await Promise.all(['Gil', 'Gus', 'Ada'].map((name) => person(app, name)));
    const modes = Array.from({ length: PLACES }, (_, index) => (index % 2 === 0 ? 'instant' : 'request'));
    properties = await Promise.all(
      modes.map((bookingMode) => place(app, host, { rules: { bookingMode, cancellationPolicy: 'flexible' } })),
    );
  });

  afterAll(() => app.stop());

  it.each([11, 12])('keeps money, nights and states right: seed %i', async (seed) => {
    const market = new Market(app, stripe, { host, guests, properties }, seeded(seed));
    const statuses = await market.run();
    expect(statuses.filter((status) => !FAIR.includes(status))).toEqual([]);
    await stripe.clearFaults();
    for (const later of ['PT1M', 'PT1H', 'PT12H', 'P2D', 'PT1H']) await app.advance(later);
    await expectWhole(app);
    await expectEnds();
  });

  /** After two days nothing waits any more, and money is kept for stays only, or by the terms of a cancellation. */
  const expectEnds = async (): Promise<void> => {
    const bookings = await app.sql<{
      status: string;
      payment: string;
      kept: number;
      confirmed: boolean;
      open: number;
    }>(`
      SELECT b.status, p.status AS payment, (p.captured_amount - p.refunded_amount)::integer AS kept,
        b.confirmed_at IS NOT NULL AS confirmed,
        (SELECT count(*) FROM refunds r WHERE r.payment_id = p.id AND r.status = 'intended')::integer AS open
      FROM bookings b JOIN payments p ON p.booking_id = b.id`);
    expect(bookings.length).toBeGreaterThan(10);
    for (const booking of bookings) {
      expect([...ENDED, 'confirmed']).toContain(booking.status);
      expect(['captured', 'cancelled']).toContain(booking.payment);
      expect(booking.open).toBe(0);
      if (booking.status === 'confirmed') expect(booking).toMatchObject({ payment: 'captured', confirmed: true });
      else expect(booking).toMatchObject({ kept: 0 });
    }
  };
});

/** Guests and a host who do what they like, in an order that a seed decides. */
class Market {
  readonly #bookings: { id: string; guest: Person }[] = [];
  readonly #statuses: number[] = [];

  constructor(
    private readonly app: TestApp,
    private readonly stripe: StripeSide,
    private readonly people: { host: Person; guests: Person[]; properties: string[] },
    private readonly random: () => number,
  ) {}

  /** The statuses of all answers. */
  async run(): Promise<number[]> {
    const steps: (() => Promise<void>)[] = [
      ...Array.from({ length: 3 }, () => () => this.#book()),
      ...Array.from({ length: 5 }, () => () => this.#pay()),
      ...Array.from({ length: 2 }, () => () => this.#act('accept', 'host')),
      ...Array.from({ length: 2 }, () => () => this.#trouble()),
      () => this.#act('decline', 'host'),
      () => this.#act('cancel', 'host'),
      () => this.#act('cancel', 'guest'),
      () => this.app.advance(this.#one(['PT5S', 'PT5S', 'PT30S', 'PT4M', 'PT16M'])),
    ];
    for (let step = 0; step < STEPS; step += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#one(steps)()));
    }
    return this.#statuses;
  }

  async #book(): Promise<void> {
    const guest = this.#one(this.people.guests);
    const from = Math.floor(this.random() * 40);
    const stay = { checkIn: day(from), checkOut: day(from + 1 + Math.floor(this.random() * 5)) };
    const body = { propertyId: this.#one(this.people.properties), ...stay, guests: { adults: 1 } };
    const offer = await this.app.post<{ id: string }>('/v1/quotes', body, guest.token);
    if (offer.status !== 201) return void this.#statuses.push(offer.status);
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await waitFor('a booking, or a refusal', async () => {
      const reply: Reply = await this.app.post('/v1/bookings', { quoteId: offer.body.id }, guest.token, headers);
      return reply.status === 503 ? undefined : reply;
    });
    this.#statuses.push(answer.status);
    if (answer.status === 201) this.#bookings.push({ id: answer.body.id, guest });
  }

  async #pay(): Promise<void> {
    const chosen = this.#any();
    if (!chosen) return;
    const read = await this.app.get<BookingAnswer>(`/v1/bookings/${chosen.id}`, chosen.guest.token);
    const { payment } = expectStatus(read, 200);
    if (payment.clientSecret === null) return;
    // What the guest's browser hears is Stripe's affair: what counts is what becomes of it here.
    const answer = await pay(this.app, payment, this.#one(CARDS)).catch(() => undefined);
    const asks = (answer?.body as { status?: string } | undefined)?.status === 'requires_action';
    if (asks) await this.stripe.authenticate(payment.paymentIntentId, this.#one(['succeed', 'fail']));
  }

  async #act(action: string, by: 'host' | 'guest'): Promise<void> {
    const chosen = this.#any();
    if (!chosen) return;
    const { token } = by === 'host' ? this.people.host : chosen.guest;
    this.#statuses.push(
      (await this.app.post(`/v1/bookings/${chosen.id}/${action}`, undefined, token, newKey())).status,
    );
  }

  async #trouble(): Promise<void> {
    const fault = this.#one(FAULTS);
    const count = 1 + Math.floor(this.random() * 3);
    // Control requests of the tests themselves are spared.
    await this.stripe.fault({ [fault]: true, count, ...(!fault.endsWith('Webhooks') && { pathPrefix: '/v1/' }) });
  }

  #any(): { id: string; guest: Person } | undefined {
    return this.#bookings.length === 0 ? undefined : this.#one(this.#bookings.slice(-8));
  }

  #one<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

/** A date so many days after 2027-05-01. */
function day(offset: number): string {
  return new Date(Date.UTC(2027, 4, 1 + offset)).toISOString().slice(0, 10);
}
