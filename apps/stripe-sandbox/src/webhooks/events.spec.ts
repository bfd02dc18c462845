import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { control, refusal, startTrial } from '../trial.js';

const started: Sandbox[] = [];
let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => {
  ({ sandbox, stripe } = await startTrial());
  started.push(sandbox);
});
afterAll(async () => {
  for (const each of started) await each.close();
});

async function types(): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map((event) => event.type).reverse();
}

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    ...params,
  });

describe('the events of', () => {
  it('a payment and its refund', async () => {
    const { id } = await pay();
    await stripe.refunds.create({ payment_intent: id });
    expect(await types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'refund.created',
      'charge.refunded',
    ]);
  });

  it('a payment that is captured by hand', async () => {
    const { id } = await pay({ capture_method: 'manual' });
    await stripe.paymentIntents.capture(id);
    expect(await types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
  });

  it('a hold that is let go', async () => {
    const { id } = await pay({ capture_method: 'manual' });
    await stripe.paymentIntents.cancel(id);
    expect((await types()).slice(3)).toEqual(['charge.refunded', 'payment_intent.canceled']);
  });

  it('a decline', async () => {
    await refusal(pay({ payment_method: 'pm_card_chargeDeclined' }));
    expect(await types()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
  });

  it('an authentication that fails', async () => {
    const { id } = await pay({ payment_method: 'pm_card_authenticationRequired' });
    await fetch(`${sandbox.url}/sandbox/3ds/${id}?outcome=fail`);
    expect(await types()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.payment_failed',
    ]);
  });

  it('a dispute', async () => {
    await pay({ payment_method: 'pm_card_createDispute' });
    expect((await types()).at(-1)).toBe('charge.dispute.created');
  });

  it('a request that is refused are none', async () => {
    await refusal(stripe.paymentIntents.create({ amount: 1, currency: 'usd' }));
    expect(await types()).toEqual([]);
  });
});

describe('an event', () => {
  it('holds the object as it was, and the request that it came from', async () => {
    const intent = await stripe.paymentIntents.create(
      { amount: 2_000, currency: 'usd' },
      { idempotencyKey: 'booking-1-pay' },
    );
    await stripe.paymentIntents.update(intent.id, { amount: 3_000 });
    const [event] = (await stripe.events.list({ type: 'payment_intent.created' })).data;
    const found = await stripe.events.retrieve(event?.id ?? '');
    expect(found).toMatchObject({
      object: 'event',
      type: 'payment_intent.created',
      api_version: '2026-10-28.endive',
      data: { object: { id: intent.id, amount: 2_000 } },
      request: { id: intent.lastResponse.requestId, idempotency_key: 'booking-1-pay' },
      pending_webhooks: 0,
    });
  });
});

describe('the list of events', () => {
  it('is paged from the newest to the oldest', async () => {
    await pay();
    const first = await stripe.events.list({ limit: 2 });
    expect(first.has_more).toBe(true);
    const second = await stripe.events.list({ limit: 2, starting_after: first.data[1]?.id ?? '' });
    expect([...first.data, ...second.data].map((event) => event.type)).toEqual([
      'payment_intent.succeeded',
      'charge.succeeded',
      'payment_intent.created',
    ]);
    expect(second.has_more).toBe(false);
    const back = await stripe.events.list({ limit: 2, ending_before: second.data[0]?.id ?? '' });
    expect(back.data).toEqual(first.data);
    expect(await refusal(stripe.events.list({ starting_after: 'evt_none' }))).toMatchObject({
      statusCode: 400,
      param: 'starting_after',
    });
  });

  it('is narrowed by type', async () => {
    await pay();
    const one = await stripe.events.list({ type: 'charge.succeeded' });
    expect(one.data.map((event) => event.type)).toEqual(['charge.succeeded']);
    const two = await stripe.events.list({ types: ['charge.succeeded', 'payment_intent.created'] });
    expect(two.data).toHaveLength(2);
    expect((await stripe.events.list({ type: 'payment_intent.*' })).data).toHaveLength(2);
  });

  it('is narrowed by time, by the clock that the application sets', async () => {
    await control(sandbox, '/sandbox/time', { now: '2027-03-01T12:00:00Z' });
    await pay();
    await control(sandbox, '/sandbox/time', { now: '2027-03-05T12:00:00Z' });
    await pay();
    const between = Date.parse('2027-03-03T00:00:00Z') / 1000;
    const { data: later } = await stripe.events.list({ created: { gte: between } });
    const { data: earlier } = await stripe.events.list({ created: { lt: between } });
    expect([later.length, earlier.length]).toEqual([3, 3]);
    expect(earlier[0]?.created).toBeLessThan(between);
    const at = later[0]?.created ?? 0;
    expect((await stripe.events.list({ created: at })).data.length).toBeGreaterThan(0);
  });

  it.each([{ limit: 0 }, { limit: 101 }, { colour: 'red' }, { created: { gte: 'yesterday' } }])(
    'refuses %j',
    async (params) => {
      expect(await refusal(stripe.events.list(params as Stripe.EventListParams))).toMatchObject({ statusCode: 400 });
    },
  );
});

describe('the clock', () => {
  it.each([{}, { now: 'soon' }, { now: 5 }])('refuses %j', async (body) => {
    expect((await control(sandbox, '/sandbox/time', body)).status).toBe(400);
  });

  it('goes back to the time of day', async () => {
    await control(sandbox, '/sandbox/time', { now: '2027-03-01T12:00:00Z' });
    const answer = await control(sandbox, '/sandbox/time', { now: null });
    const { now } = (await answer.json()) as { now: string };
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5_000);
  });

  it('makes money available when two days have passed', async () => {
    await control(sandbox, '/sandbox/time', { now: '2027-03-01T12:00:00Z' });
    await pay();
    const status = async () => (await stripe.balanceTransactions.list({ type: 'charge' })).data[0]?.status;
    expect(await status()).toBe('pending');
    await control(sandbox, '/sandbox/time', { now: '2027-03-03T12:00:01Z' });
    expect(await status()).toBe('available');
  });
});
