import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { control, refusal, sdk, startTrial } from '../trial.js';

let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => void ({ sandbox, stripe } = await startTrial()));
afterEach(() => sandbox.close());

const create = (idempotencyKey: string, amount = 1_000) =>
  stripe.paymentIntents.create({ amount, currency: 'usd' }, { idempotencyKey });

const count = async () => (await stripe.paymentIntents.list({ limit: 100 })).data.length;

describe('an idempotency key', () => {
  it('gives the same answer again, and says so', async () => {
    const first = await create('a');
    const second = await create('a');
    expect(second).toEqual(first);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
    expect(second.lastResponse.idempotencyKey).toBe('a');
    expect(await count()).toBe(1);
  });

  it('refuses other parameters, and another address', async () => {
    const { id } = await create('a');
    const otherAmount = await refusal(create('a', 2_000));
    expect(otherAmount).toMatchObject({
      statusCode: 400,
      type: 'StripeIdempotencyError',
      rawType: 'idempotency_error',
    });
    expect(otherAmount.message).toContain('can only be used with the same parameters');
    const otherAddress = await refusal(stripe.paymentIntents.cancel(id, {}, { idempotencyKey: 'a' }));
    expect(otherAddress.message).toContain("('/v1/payment_intents/");
    expect(await count()).toBe(1);
  });

  it('does not mind the order of parameters', async () => {
    const first = await create('a');
    const second = await stripe.paymentIntents.create({ currency: 'usd', amount: 1_000 }, { idempotencyKey: 'a' });
    expect(second.id).toBe(first.id);
  });

  it('does one thing for two requests at once', async () => {
    const [one, two] = await Promise.all([create('a'), create('a')]);
    expect(one.id).toBe(two.id);
    expect(await count()).toBe(1);
  });

  it('answers 409 while the first request is under way, and its answer afterwards', async () => {
    await control(sandbox, '/sandbox/faults', { delayMs: 100, pathPrefix: '/v1/payment_intents' });
    const [first, second] = await Promise.allSettled([create('a'), create('a')]);
    const made = first.status === 'fulfilled' ? first.value : undefined;
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { statusCode: 409, code: 'idempotency_key_in_use', rawType: 'idempotency_error' },
    });
    expect((await create('a')).id).toBe(made?.id);
    expect(await count()).toBe(1);
  });

  it('remembers a decline as it remembers a success', async () => {
    const decline = () =>
      stripe.paymentIntents.create(
        { amount: 500, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' },
        { idempotencyKey: 'a' },
      );
    const [first, second] = [await refusal(decline()), await refusal(decline())];
    expect(second.charge).toBe(first.charge);
    expect(await count()).toBe(1);
  });

  it('is not spent by a request that was malformed', async () => {
    await refusal(create('a', 1));
    expect(await create('a', 1_000)).toMatchObject({ amount: 1_000 });
  });

  it('is as good as new after a day', async () => {
    const first = await create('a');
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000 + 1000).toISOString();
    await control(sandbox, '/sandbox/time', { now: tomorrow });
    expect((await create('a')).id).not.toBe(first.id);
  });

  it('is not longer than 255 characters', async () => {
    expect(await refusal(create('k'.repeat(256)))).toMatchObject({ statusCode: 400 });
  });
});

describe('a network that fails', () => {
  it('loses the answer but not the effect: the SDK asks again with its key, and one payment is made', async () => {
    await control(sandbox, '/sandbox/faults', {
      answerLostAfterEffect: true,
      count: 2,
      pathPrefix: '/v1/payment_intents',
    });
    const retrying = sdk(sandbox, { maxNetworkRetries: 2 });
    const made = await retrying.paymentIntents.create({ amount: 1_000, currency: 'usd' });
    expect(made.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(1);
  });

  it.each([
    ['status500', 500, 'StripeAPIError'],
    ['status429', 429, 'StripeRateLimitError'],
  ])('answers %s as many times as asked, and does nothing', async (fault, statusCode, type) => {
    await control(sandbox, '/sandbox/faults', { [fault]: true, count: 1, pathPrefix: '/v1/payment_intents' });
    expect(await refusal(create('a'))).toMatchObject({ statusCode, type });
    expect(await count()).toBe(0);
    await create('a');
    expect(await count()).toBe(1);
  });

  it('spares other addresses, and heals when told', async () => {
    await control(sandbox, '/sandbox/faults', { status500: true, count: 5, pathPrefix: '/v1/refunds' });
    expect(await create('a')).toMatchObject({ amount: 1_000 });
    const healed = await fetch(`${sandbox.url}/sandbox/faults`, { method: 'DELETE' });
    expect(await healed.json()).toEqual({ faults: [] });
  });

  it.each([{}, { status500: false }, { delayMs: 'long' }, { fire: true }, { status500: true, count: 0 }])(
    'does not take %j for a fault',
    async (body) => {
      expect((await control(sandbox, '/sandbox/faults', body)).status).toBe(400);
    },
  );
});
