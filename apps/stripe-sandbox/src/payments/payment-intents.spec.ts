import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { refusal, startTrial } from '../trial.js';

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => void ({ sandbox, stripe } = await startTrial()));
afterAll(() => sandbox.close());

const held = () =>
  stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'usd',
    capture_method: 'manual',
    payment_method: 'pm_card_visa',
    confirm: true,
    expand: ['latest_charge'],
  });

describe('creating a PaymentIntent', () => {
  it('answers with what was asked for, waiting for a payment method', async () => {
    const intent = await stripe.paymentIntents.create({
      amount: 12_345,
      currency: 'EUR',
      description: 'Three nights',
      metadata: { booking: '42' },
    });
    expect(intent).toMatchObject({
      object: 'payment_intent',
      amount: 12_345,
      currency: 'eur',
      description: 'Three nights',
      metadata: { booking: '42' },
      status: 'requires_payment_method',
      latest_charge: null,
      livemode: false,
    });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    expect(intent.lastResponse.requestId).toMatch(/^req_\w{14}$/);
    expect(intent.lastResponse.apiVersion).toBe('2026-10-28.endive');
  });

  it.each([
    [{ currency: 'usd' }, 'amount', 'parameter_missing'],
    [{ amount: 1000 }, 'currency', 'parameter_missing'],
    [{ amount: 10.5, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: -5, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: 49, currency: 'usd' }, 'amount', 'amount_too_small'],
    [{ amount: 1000, currency: 'xyz' }, 'currency', undefined],
    [{ amount: 1000, currency: 'usd', colour: 'red' }, 'colour', 'parameter_unknown'],
    [{ amount: 1000, currency: 'usd', payment_method: 'pm_none' }, 'payment_method', 'resource_missing'],
    [{ amount: 1000, currency: 'usd', capture_method: 'never' }, 'capture_method', undefined],
  ])('refuses %j naming %s', async (params, param, code) => {
    const error = await refusal(stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams));
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param, code });
  });
});

describe('paying', () => {
  it('charges the card at once, and expands the charge and its balance transaction on demand', async () => {
    const created = await stripe.paymentIntents.create({ amount: 10_000, currency: 'usd', metadata: { booking: '7' } });
    const paid = await stripe.paymentIntents.confirm(created.id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge.balance_transaction'],
    });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 10_000, amount_capturable: 0 });
    expect(paid.latest_charge).toMatchObject({
      amount_captured: 10_000,
      captured: true,
      paid: true,
      metadata: { booking: '7' },
      payment_method_details: { card: { last4: '4242' } },
      balance_transaction: { amount: 10_000, fee: 320, net: 9_680, type: 'charge', status: 'pending' },
    });
  });

  it('refuses to pay twice, and to pay with nothing', async () => {
    const paid = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'jpy',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const again = await refusal(stripe.paymentIntents.confirm(paid.id));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(again.payment_intent).toMatchObject({ id: paid.id, status: 'succeeded' });
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'jpy' });
    const nothing = await refusal(stripe.paymentIntents.confirm(id));
    expect(nothing.message).toContain("it's missing a payment method");
  });

  it('refuses to expand what is no object', async () => {
    const params = { amount: 500, currency: 'usd', expand: ['amount'] };
    expect(await refusal(stripe.paymentIntents.create(params))).toMatchObject({
      statusCode: 400,
      message: 'This property cannot be expanded (amount).',
    });
  });
});

describe('capturing by hand', () => {
  it('holds the whole amount first', async () => {
    expect(await held()).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 10_000,
      amount_received: 0,
      latest_charge: { captured: false, paid: true, balance_transaction: null },
    });
  });

  it('takes the whole', async () => {
    const { id } = await held();
    const taken = await stripe.paymentIntents.capture(id, { expand: ['latest_charge'] });
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount_received: 10_000,
      amount_capturable: 0,
      latest_charge: { captured: true, amount_captured: 10_000, amount_refunded: 0 },
    });
  });

  it('takes a part, and lets the rest go for good', async () => {
    const { id } = await held();
    const taken = await stripe.paymentIntents.capture(id, { amount_to_capture: 6_000, expand: ['latest_charge'] });
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount: 10_000,
      amount_received: 6_000,
      latest_charge: { amount: 10_000, amount_captured: 6_000, amount_refunded: 4_000, refunded: false },
    });
    const again = await refusal(stripe.paymentIntents.capture(id));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  it('refuses more than is held', async () => {
    const { id } = await held();
    const error = await refusal(stripe.paymentIntents.capture(id, { amount_to_capture: 10_001 }));
    expect(error).toMatchObject({ statusCode: 400, code: 'amount_too_large', param: 'amount_to_capture' });
  });
});

describe('cancelling', () => {
  it('lets held money go', async () => {
    const { id } = await held();
    const canceled = await stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'requested_by_customer',
      expand: ['latest_charge'],
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      cancellation_reason: 'requested_by_customer',
      latest_charge: { amount_captured: 0, refunded: true },
    });
    expect(canceled.canceled_at).toEqual(expect.any(Number));
  });

  it('refuses for a payment that has been made or canceled', async () => {
    const { id } = await held();
    await stripe.paymentIntents.cancel(id);
    const error = await refusal(stripe.paymentIntents.cancel(id));
    expect(error).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });
});

describe('changing and finding', () => {
  it('changes amount and metadata, and drops a key given with no value', async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', metadata: { a: '1', b: '2' } });
    const changed = await stripe.paymentIntents.update(id, { amount: 700, metadata: { a: '', c: '3' } });
    expect(changed).toMatchObject({ amount: 700 });
    expect(changed.metadata).toEqual({ b: '2', c: '3' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 700, metadata: { b: '2', c: '3' } });
  });

  it('changes what describes a payment that was made, but not its amount', async () => {
    const { id } = await held();
    expect(await stripe.paymentIntents.update(id, { description: 'Later' })).toMatchObject({ description: 'Later' });
    expect(await refusal(stripe.paymentIntents.update(id, { amount: 700 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('answers 404 for one that does not exist', async () => {
    const error = await refusal(stripe.paymentIntents.retrieve('pi_none'));
    expect(error).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such payment_intent: 'pi_none'",
    });
  });

  it('lists the newest first, page by page, through the SDK', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await stripe.paymentIntents.create({ amount: 500, currency: 'usd' })).id);
    const seen: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2 })) {
      seen.push(intent.id);
      if (seen.length === 5) break;
    }
    expect(seen).toEqual(made);
  });

  it('lists the charges of a payment, failed ones too', async () => {
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    await refusal(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    const charges = await stripe.charges.list({ payment_intent: id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed']);
    const [newest] = charges.data;
    expect(await stripe.charges.retrieve(newest?.id ?? '')).toEqual(expect.objectContaining({ id: newest?.id }));
  });
});
