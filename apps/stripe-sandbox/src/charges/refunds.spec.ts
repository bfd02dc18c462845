import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { control, idOf, refusal, startTrial } from '../trial.js';

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => void ({ sandbox, stripe } = await startTrial()));
afterAll(() => sandbox.close());

async function paid(
  amount: number,
  currency = 'usd',
  card = 'pm_card_visa',
): Promise<{ intent: string; charge: string }> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency,
    payment_method: card,
    confirm: true,
  });
  return { intent: intent.id, charge: idOf(intent.latest_charge) };
}

describe('refunds', () => {
  it('give everything back when no amount is named', async () => {
    const { intent, charge } = await paid(10_000);
    const refund = await stripe.refunds.create({
      payment_intent: intent,
      reason: 'requested_by_customer',
      metadata: { booking: '1' },
      expand: ['balance_transaction'],
    });
    expect(refund).toMatchObject({
      amount: 10_000,
      charge,
      payment_intent: intent,
      reason: 'requested_by_customer',
      metadata: { booking: '1' },
      status: 'succeeded',
      balance_transaction: { amount: -10_000, fee: 0, net: -10_000, type: 'refund' },
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 10_000, refunded: true });
    expect(await refusal(stripe.refunds.create({ charge }))).toMatchObject({
      statusCode: 400,
      code: 'charge_already_refunded',
    });
  });

  it('give parts back until nothing is left', async () => {
    const { intent, charge } = await paid(10_000);
    await stripe.refunds.create({ charge, amount: 2_500 });
    await stripe.refunds.create({ payment_intent: intent, amount: 2_500 });
    const error = await refusal(stripe.refunds.create({ charge, amount: 5_001 }));
    expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', param: 'amount' });
    expect(error.message).toBe('Refund amount ($50.01) is greater than unrefunded amount on charge ($50.00)');
    await stripe.refunds.create({ charge });
    const { data } = await stripe.refunds.list({ payment_intent: intent });
    expect(data.map((refund) => refund.amount)).toEqual([5_000, 2_500, 2_500]);
    expect((await stripe.refunds.list({ charge })).data).toHaveLength(3);
  });

  it('never exceed what was captured, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 5_000 }),
        fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 5 }),
        async (amount, wishes) => {
          const { intent, charge } = await paid(amount);
          await Promise.allSettled(wishes.map((wish) => stripe.refunds.create({ charge, amount: wish })));
          const { data } = await stripe.refunds.list({ payment_intent: intent });
          const sum = data.reduce((total, refund) => total + refund.amount, 0);
          expect(sum).toBeLessThanOrEqual(amount);
          expect(await stripe.charges.retrieve(charge)).toMatchObject({
            amount_refunded: sum,
            refunded: sum === amount,
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are only for money that was taken', async () => {
    const unpaid = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    const nothing = await refusal(stripe.refunds.create({ payment_intent: unpaid.id }));
    expect(nothing.message).toBe(`This PaymentIntent (${unpaid.id}) does not have a successful charge to refund.`);
    const held = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      confirm: true,
    });
    expect(await refusal(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
      code: 'charge_not_refundable',
    });
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 300 });
    expect(await stripe.refunds.create({ payment_intent: held.id })).toMatchObject({ amount: 300 });
  });

  it.each([
    [{}, undefined, undefined],
    [{ charge: 'ch_none' }, 'charge', 'resource_missing'],
    [{ payment_intent: 'pi_none' }, 'payment_intent', 'resource_missing'],
    [{ charge: 'ch_none', amount: 0 }, 'amount', 'parameter_invalid_integer'],
    [{ charge: 'ch_none', reason: 'mood' }, 'reason', undefined],
  ])('refuses %j', async (params, param, code) => {
    const error = await refusal(stripe.refunds.create(params));
    expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error' });
    expect(error.param).toBe(param);
    expect(error.code).toBe(code);
  });

  it('may fail after they have succeeded, and then the money is on the balance again', async () => {
    const { intent, charge } = await paid(10_000, 'usd', 'pm_card_refundFail');
    const refund = await stripe.refunds.create({ payment_intent: intent, amount: 4000 });
    expect(refund.status).toBe('succeeded');
    await control(sandbox, '/sandbox/refunds', {});
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { amount: 4000, fee: 0, type: 'refund_failure', source: refund.id },
    });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 0, refunded: false });
    const told = (await stripe.events.list({ types: ['refund.failed', 'charge.refund.updated'] })).data;
    expect(told.map(({ data }) => data.object)).toMatchObject([{ id: refund.id }, { id: refund.id }]);
    expect((await control(sandbox, '/sandbox/refunds', {}).then((answer) => answer.json())) as object).toEqual({
      settled: [],
    });
  });

  it('may be pending for a while', async () => {
    const { intent } = await paid(10_000, 'usd', 'pm_card_pendingRefund');
    const refund = await stripe.refunds.create({ payment_intent: intent });
    expect(refund.status).toBe('pending');
    await control(sandbox, '/sandbox/refunds', {});
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });

  it('hear of the bank a minute later of themselves', async () => {
    const { intent } = await paid(10_000, 'usd', 'pm_card_pendingRefund');
    const { id } = await stripe.refunds.create({ payment_intent: intent });
    await control(sandbox, '/sandbox/time', { now: new Date(Date.now() + 61_000).toISOString() });
    let status: string | null = 'pending';
    while (status === 'pending') ({ status } = await stripe.refunds.retrieve(id));
    expect(status).toBe('succeeded');
    await control(sandbox, '/sandbox/time', { now: null });
  });

  it('take new metadata', async () => {
    const { charge } = await paid(500, 'jpy');
    const { id } = await stripe.refunds.create({ charge });
    await stripe.refunds.update(id, { metadata: { note: 'late' } });
    expect(await stripe.refunds.retrieve(id)).toMatchObject({ metadata: { note: 'late' } });
    expect((await stripe.events.list({ type: 'refund.updated' })).data[0]?.data.object).toMatchObject({ id });
  });
});
