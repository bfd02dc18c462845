import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { PUBLISHABLE_KEY, SECRET_KEY, refusal, sdk, startTrial } from '../trial.js';

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => void ({ sandbox, stripe } = await startTrial()));
afterAll(() => sandbox.close());

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A POST as Stripe's own browser library sends it. */
async function post(path: string, fields: Record<string, string>, headers: Record<string, string>) {
  const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

const create = () => stripe.paymentIntents.create({ amount: 1_000, currency: 'eur', metadata: { margin: '30 %' } });

describe('a browser with the publishable key', () => {
  it('confirms with the client secret, and sees nothing that is the shop’s own', async () => {
    const { id, client_secret } = await create();
    const fields = {
      payment_method: 'pm_card_visa',
      client_secret: client_secret ?? '',
      payment_user_agent: 'stripe.js',
    };
    const answer = await post(`/v1/payment_intents/${id}/confirm`, fields, bearer(PUBLISHABLE_KEY));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.body).toMatchObject({ id, status: 'succeeded', amount: 1_000 });
    for (const field of ['metadata', 'latest_charge', 'customer']) expect(answer.body).not.toHaveProperty(field);
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'succeeded',
      metadata: { margin: '30 %' },
    });
  });

  it('may give the card itself, and the key as a field', async () => {
    const { id, client_secret } = await create();
    const answer = await post(
      `/v1/payment_intents/${id}/confirm`,
      {
        key: PUBLISHABLE_KEY,
        client_secret: client_secret ?? '',
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': '4000000000000002',
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': '99',
        'payment_method_data[card][cvc]': '123',
      },
      {},
    );
    expect(answer.status).toBe(402);
    expect(answer.body['error']).toMatchObject({ code: 'card_declined', payment_intent: { id } });
    expect(JSON.stringify(answer.body)).not.toContain('margin');
  });

  it('reads the payment with the client secret', async () => {
    const { id, client_secret } = await create();
    const read = (query: string) =>
      fetch(`${sandbox.url}/v1/payment_intents/${id}${query}`, { headers: bearer(PUBLISHABLE_KEY) });
    const answer = await read(`?client_secret=${client_secret}`);
    expect(await answer.json()).toMatchObject({ id, client_secret });
    expect((await read('?client_secret=wrong')).status).toBe(400);
    expect((await read('')).status).toBe(400);
  });

  it('cannot change what is paid for', async () => {
    const { id, client_secret } = await create();
    const fields = { payment_method: 'pm_card_visa', client_secret: client_secret ?? '', 'metadata[booking]': '9' };
    await post(`/v1/payment_intents/${id}/confirm`, fields, bearer(PUBLISHABLE_KEY));
    expect((await stripe.paymentIntents.retrieve(id)).metadata).toEqual({ margin: '30 %' });
  });

  it.each([
    ['/v1/payment_intents', { amount: '1000', currency: 'usd' }],
    ['/v1/refunds', { charge: 'ch_1' }],
    ['/v1/payment_intents/pi_1/capture', {}],
    ['/v1/payment_methods', {}],
  ])('may not call %s', async (path, fields) => {
    const answer = await post(path, fields, bearer(PUBLISHABLE_KEY));
    expect(answer.status).toBe(401);
    expect(answer.body['error']).toMatchObject({ code: 'secret_key_required' });
  });

  it('is let through before it calls', async () => {
    const answer = await fetch(`${sandbox.url}/v1/payment_intents/pi_1/confirm`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
  });
});

describe('keys', () => {
  it.each([{}, bearer('sk_live_x'), bearer('sk_test_other'), bearer(''), bearer('pk_live_x')])(
    'refuses %j',
    async (headers) => {
      const answer = await post('/v1/payment_intents', { amount: '1000', currency: 'usd' }, headers);
      expect(answer.status).toBe(401);
      expect(answer.body['error']).toMatchObject({ type: 'invalid_request_error' });
      expect(JSON.stringify(answer.body)).not.toContain('sk_test_other');
    },
  );

  it('takes the secret key as a user name, as curl sends it', async () => {
    const credentials = Buffer.from(`${SECRET_KEY}:`).toString('base64');
    const headers = { authorization: `Basic ${credentials}` };
    expect((await post('/v1/payment_intents', { amount: '1000', currency: 'usd' }, headers)).status).toBe(200);
  });

  it('are test keys', async () => {
    await expect(startTrial({ secretKey: 'sk_live_x' })).rejects.toThrow('test keys only');
  });

  it('echoes the version that it is asked for', async () => {
    const older = sdk(sandbox, { apiVersion: '2024-06-20' as Stripe.StripeConfig['apiVersion'] });
    const intent = await older.paymentIntents.create({ amount: 1000, currency: 'usd' });
    expect(intent.lastResponse.apiVersion).toBe('2024-06-20');
  });

  it('answers an unknown address in Stripe’s form', async () => {
    const error = await refusal(stripe.customers.list());
    expect(error).toMatchObject({ statusCode: 404, rawType: 'invalid_request_error' });
    expect(error.message).toContain('Unrecognized request URL (GET: /v1/customers)');
  });

  it('answers parameters that cannot be decoded with 400, and a huge body with 413', async () => {
    const url = `${sandbox.url}/v1/payment_intents`;
    const send = (body: string) => fetch(url, { method: 'POST', headers: bearer(SECRET_KEY), body });
    expect((await send('amount=%')).status).toBe(400);
    expect((await send(`description=${'x'.repeat(2_000_000)}`)).status).toBe(413);
  });
});
