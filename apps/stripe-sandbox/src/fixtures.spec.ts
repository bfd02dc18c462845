import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from './sandbox.js';
import { control, idOf, refusal, startTrial } from './trial.js';

// Read from the source's place, as the compiler copies no data into dist.
const FIXTURES = JSON.parse(readFileSync('apps/stripe-sandbox/fixtures/stripe-objects.json', 'utf8')) as Record<
  string,
  object
>;

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => void ({ sandbox, stripe } = await startTrial()));
afterAll(() => sandbox.close());

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of an example that an answer lacks, as paths; what is null in either has no fields to compare. */
function lacking(answer: unknown, example: unknown, path = ''): string[] {
  if (!isGroup(answer) || !isGroup(example)) return [];
  return Object.keys(example).flatMap((name) =>
    name in answer ? lacking(answer[name], example[name], `${path}.${name}`) : [`${path}.${name}`],
  );
}

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 2_000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    ...params,
  });
const first = async <T>(list: PromiseLike<{ data: T[] }>): Promise<T | undefined> => (await list).data[0];

const ANSWERS: readonly [string, string, () => Promise<unknown>][] = [
  ['payment_intent', 'unpaid', () => stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' })],
  ['payment_intent', 'paid', () => pay()],
  ['payment_intent', 'held', () => pay({ capture_method: 'manual' })],
  ['payment_intent', 'waiting for the bank', () => pay({ payment_method: 'pm_card_authenticationRequired' })],
  [
    'payment_intent',
    'declined',
    async () => (await refusal(pay({ payment_method: 'pm_card_chargeDeclined' }))).payment_intent,
  ],
  ['charge', 'taken', async () => (await pay({ expand: ['latest_charge'] })).latest_charge],
  [
    'charge',
    'failed',
    async () => {
      const { charge } = await refusal(pay({ payment_method: 'pm_card_chargeDeclined' }));
      return stripe.charges.retrieve(charge ?? '');
    },
  ],
  ['refund', 'made', async () => stripe.refunds.create({ payment_intent: (await pay()).id, amount: 500 })],
  [
    'dispute',
    'opened',
    async () =>
      first(stripe.disputes.list({ payment_intent: (await pay({ payment_method: 'pm_card_createDispute' })).id })),
  ],
  ['balance_transaction', 'of a charge', async () => pay().then(() => first(stripe.balanceTransactions.list()))],
  ['payment_method', 'used', async () => stripe.paymentMethods.retrieve(idOf((await pay()).payment_method))],
  ['event', 'recorded', async () => pay().then(() => first(stripe.events.list()))],
  [
    'webhook_endpoint',
    'added',
    () => stripe.webhookEndpoints.create({ url: 'https://shop.example/hook', enabled_events: ['charge.failed'] }),
  ],
];

describe('what the sandbox answers has every field that Stripe’s has', () => {
  it.each(ANSWERS)('%s, %s', async (kind, _state, answer) => {
    const object = await answer();
    expect(object).toMatchObject({ object: kind });
    expect(lacking(object, FIXTURES[kind])).toEqual([]);
  });

  it('notices a field that is missing', () => {
    expect(lacking({ a: { b: 1 } }, { a: { b: 2, c: 3 }, d: 4 })).toEqual(['.a.c', '.d']);
  });

  it('also in a dispute that was opened at will', async () => {
    const { id } = await pay();
    const answer = await control(sandbox, '/sandbox/disputes', { paymentIntent: id });
    expect(lacking(await answer.json(), FIXTURES['dispute'])).toEqual([]);
  });
});
