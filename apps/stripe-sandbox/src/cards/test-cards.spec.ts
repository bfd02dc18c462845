import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { passesLuhn } from './test-cards.js';
import { idOf, refusal, startTrial } from '../trial.js';

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => void ({ sandbox, stripe } = await startTrial()));
afterAll(() => sandbox.close());

const pay = (params: Partial<Stripe.PaymentIntentCreateParams>) =>
  stripe.paymentIntents.create({ amount: 2_000, currency: 'usd', confirm: true, ...params });

const withNumber = (number: string, card: object = {}) =>
  pay({
    payment_method_data: {
      type: 'card',
      card: { number, exp_month: 12, exp_year: 2099, cvc: '123', ...card },
    } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
  });

const answerBank = (id: string, outcome: string) =>
  fetch(`${sandbox.url}/sandbox/3ds/${id}`, {
    method: 'POST',
    body: new URLSearchParams({ outcome }),
    redirect: 'manual',
  });

describe('cards that do not pay', () => {
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
    [
      'pm_card_chargeDeclinedInsufficientFunds',
      'card_declined',
      'insufficient_funds',
      'Your card has insufficient funds.',
    ],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'Your card has expired.'],
  ])('%s: %s, %s', async (payment_method, code, decline_code, message) => {
    const error = await refusal(pay({ payment_method }));
    expect(error).toMatchObject({
      statusCode: 402,
      type: 'StripeCardError',
      rawType: 'card_error',
      code,
      decline_code,
    });
    expect(error.message).toBe(message);
    expect(error.doc_url).toBe(`https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`);
    expect(error.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: error.charge,
      last_payment_error: { type: 'card_error', code, decline_code, message },
    });
    expect(await stripe.charges.retrieve(error.charge ?? '')).toMatchObject({
      status: 'failed',
      paid: false,
      failure_code: code,
      failure_message: message,
      outcome: { reason: decline_code, type: 'issuer_declined' },
    });
  });

  it('can be followed by one that does', async () => {
    const { payment_intent: declined } = await refusal(pay({ payment_method: 'pm_card_chargeDeclined' }));
    const paid = await stripe.paymentIntents.confirm(declined?.id ?? '', { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });
});

describe('cards by their number', () => {
  it.each([
    ['4242424242424242', 'succeeded'],
    ['5555 5555 5555 4444', 'succeeded'],
    ['4000002500003155', 'requires_action'],
    ['4000000000000259', 'succeeded'],
  ])('%s: %s', async (number, status) => {
    expect(await withNumber(number)).toMatchObject({ status });
  });

  it.each([
    ['4000000000000002', {}, 'card_declined', 'generic_decline'],
    ['4000000000009995', {}, 'card_declined', 'insufficient_funds'],
    ['4242424242424241', {}, 'incorrect_number', ''],
    ['4929420573595709', {}, 'card_declined', 'test_mode_live_card'],
    ['4242424242424242', { exp_month: 13 }, 'invalid_expiry_month', ''],
    ['4242424242424242', { exp_year: 2020 }, 'invalid_expiry_year', ''],
  ])('%s %j: %s, %s', async (number, card, code, decline) => {
    const error = await refusal(withNumber(number, card));
    expect(error).toMatchObject({ statusCode: 402, code });
    expect(error.decline_code).toBe(decline);
  });

  it('become payment methods of their own', async () => {
    const made = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242424242424242', exp_month: 1, exp_year: 2099 },
      billing_details: { name: 'Jenny Rosen' },
    });
    expect(made).toMatchObject({ card: { last4: '4242', exp_year: 2099 }, billing_details: { name: 'Jenny Rosen' } });
    expect(await stripe.paymentMethods.retrieve(made.id)).toMatchObject({ id: made.id });
    expect(await pay({ payment_method: made.id })).toMatchObject({ status: 'succeeded', payment_method: made.id });
  });

  it.each([
    ['4242424242424242', true],
    ['4242424242424241', false],
    ['0', false],
    ['42424242x4242424', false],
  ])('the check digit of %s: %s', (number, expected) => {
    expect(passesLuhn(number)).toBe(expected);
  });
});

describe('3-D Secure', () => {
  it.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])(
    '%s: leads to the bank first, and pays once the guest has shown who they are',
    async (payment_method) => {
      const asked = await pay({ payment_method, return_url: 'https://shop.example/done?booking=1' });
      expect(asked).toMatchObject({
        status: 'requires_action',
        latest_charge: null,
        next_action: {
          type: 'redirect_to_url',
          redirect_to_url: {
            url: `${sandbox.url}/sandbox/3ds/${asked.id}`,
            return_url: 'https://shop.example/done?booking=1',
          },
        },
      });
      const page = await fetch(asked.next_action?.redirect_to_url?.url ?? '');
      expect(await page.text()).toContain('value="succeed"');
      const answer = await answerBank(asked.id, 'succeed');
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe(
        `https://shop.example/done?booking=1&payment_intent=${asked.id}&payment_intent_client_secret=${asked.client_secret}&redirect_status=succeeded`,
      );
      const paid = await stripe.paymentIntents.retrieve(asked.id, { expand: ['latest_charge'] });
      expect(paid).toMatchObject({ status: 'succeeded', next_action: null });
      expect(paid.latest_charge).toMatchObject({
        payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
      });
    },
  );

  it('needs another card when the guest fails', async () => {
    const { id } = await pay({ payment_method: 'pm_card_authenticationRequired' });
    const answer = await fetch(`${sandbox.url}/sandbox/3ds/${id}?outcome=fail`);
    expect(await answer.json()).toEqual({ id, status: 'requires_payment_method' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      payment_method: null,
      latest_charge: null,
      last_payment_error: { code: 'payment_intent_authentication_failure', type: 'invalid_request_error' },
    });
  });

  it('holds the money of a payment that is captured by hand', async () => {
    const { id } = await pay({ payment_method: 'pm_card_authenticationRequired', capture_method: 'manual' });
    expect(await (await answerBank(id, 'succeed')).json()).toEqual({ id, status: 'requires_capture' });
  });

  it('can end in a decline after all', async () => {
    const { id } = await pay({ payment_method: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds' });
    await answerBank(id, 'succeed');
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'insufficient_funds' },
    });
  });

  it('is a decline when nobody is there to be asked', async () => {
    const error = await refusal(pay({ payment_method: 'pm_card_authenticationRequired', off_session: true }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  it('answers the bank once', async () => {
    const { id } = await pay({ payment_method: 'pm_card_authenticationRequired' });
    await answerBank(id, 'succeed');
    expect((await answerBank(id, 'fail')).status).toBe(400);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('disputes', () => {
  it('are opened by the holder of a card that was meant to, after the payment', async () => {
    const paid = await pay({ payment_method: 'pm_card_createDispute' });
    expect(paid.status).toBe('succeeded');
    const { data } = await stripe.disputes.list({ payment_intent: paid.id });
    expect(data).toHaveLength(1);
    const dispute = await stripe.disputes.retrieve(data[0]?.id ?? '');
    expect(dispute).toMatchObject({
      amount: 2_000,
      charge: paid.latest_charge,
      reason: 'fraudulent',
      status: 'needs_response',
      balance_transactions: [{ amount: -2_000, fee: 1_500, net: -3_500, type: 'adjustment' }],
    });
    expect(await stripe.charges.retrieve(idOf(paid.latest_charge))).toMatchObject({ disputed: true });
  });

  it('wait for the capture', async () => {
    const intent = await pay({ payment_method: 'pm_card_createDispute', capture_method: 'manual' });
    expect((await stripe.disputes.list({ payment_intent: intent.id })).data).toEqual([]);
    await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1_500 });
    expect((await stripe.disputes.list({ payment_intent: intent.id })).data).toMatchObject([{ amount: 1_500 }]);
  });

  it('can be opened at will, once', async () => {
    const paid = await pay({ payment_method: 'pm_card_visa' });
    const open = () =>
      fetch(`${sandbox.url}/sandbox/disputes`, {
        method: 'POST',
        body: JSON.stringify({ paymentIntent: paid.id, reason: 'product_not_received' }),
      });
    expect(await (await open()).json()).toMatchObject({ object: 'dispute', reason: 'product_not_received' });
    expect((await open()).status).toBe(400);
  });

  it('stop refunds', async () => {
    const paid = await pay({ payment_method: 'pm_card_createDispute' });
    const error = await refusal(stripe.refunds.create({ payment_intent: paid.id }));
    expect(error).toMatchObject({ statusCode: 400, code: 'charge_disputed' });
  });
});
