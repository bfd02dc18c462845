import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox } from '../sandbox.js';
import { Receiver, control, refusal, startTrial } from '../trial.js';
import { signatureHeader } from './webhooks.js';

const SECRET = 'whsec_trial';
let sandbox: Sandbox;
let stripe: Stripe;
let shop: Receiver;
beforeEach(async () => {
  shop = await Receiver.start();
  ({ sandbox, stripe } = await startTrial({ webhook: { url: shop.url, secret: SECRET } }));
});
afterEach(async () => {
  await sandbox.close();
  await shop.close();
});

const pay = () =>
  stripe.paymentIntents.create({ amount: 2_000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' });

describe('webhooks', () => {
  it('bring every event, signed so that the SDK takes it', async () => {
    const { id } = await pay();
    await shop.until(() => shop.received.length === 3);
    const events = shop.received.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, SECRET));
    expect(events.map((event) => event.type).sort()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    const succeeded = events.find((event) => event.type === 'payment_intent.succeeded');
    expect(succeeded?.data.object).toMatchObject({ id, status: 'succeeded' });
  });

  it('cannot be forged, changed or signed with another secret', async () => {
    await pay();
    await shop.until(() => shop.received.length === 3);
    const { body, signature } = shop.received[0] ?? { body: '', signature: '' };
    const verify = (text: string, secret: string) => () => stripe.webhooks.constructEvent(text, signature, secret);
    expect(verify(body.replace('2000', '2001'), SECRET)).toThrow('No signatures found');
    expect(verify(body, 'whsec_other')).toThrow('No signatures found');
    const old = signatureHeader(body, SECRET, Date.now() - 301_000);
    expect(() => stripe.webhooks.constructEvent(body, old, SECRET)).toThrow('Timestamp outside the tolerance zone');
  });

  it('carry the real time in their signature, whatever the clock of the sandbox says', async () => {
    await control(sandbox, '/sandbox/time', { now: '2030-01-01T00:00:00Z' });
    await pay();
    await shop.until(() => shop.received.length === 3);
    const { body, signature } = shop.received[0] ?? { body: '', signature: '' };
    const event = stripe.webhooks.constructEvent(body, signature, SECRET);
    expect(event.created).toBeGreaterThanOrEqual(Date.parse('2030-01-01T00:00:00Z') / 1000);
  });

  it('are sent again until they are taken, and counted as pending until then', async () => {
    shop.answers.push(500, 404, 302, 503, 500, 500, 500);
    await pay();
    const pending = (await stripe.events.list()).data.map((event) => event.pending_webhooks);
    expect(Math.max(...pending)).toBeLessThanOrEqual(1);
    await shop.until(() => shop.received.length === 10);
    const ids = new Set(shop.received.map(({ body }) => (JSON.parse(body) as { id: string }).id));
    expect(ids.size).toBe(3);
    const { data } = await stripe.events.list();
    expect(data.map((event) => event.pending_webhooks)).toEqual([0, 0, 0]);
  });

  it('reach a shop that was away', async () => {
    const { port } = shop;
    await shop.close();
    await pay();
    shop = await Receiver.start(port);
    await shop.until(() => shop.received.length === 3);
    expect(new Set(shop.types()).size).toBe(3);
  });

  it('can be lost for good, and the events still be found in the list', async () => {
    await control(sandbox, '/sandbox/faults', { dropWebhooks: true, count: 2 });
    await pay();
    await shop.until(() => shop.received.length === 1);
    expect(await (await fetch(`${sandbox.url}/sandbox/webhooks`)).json()).toEqual({ pending: expect.any(Number) });
    expect((await stripe.events.list()).data).toHaveLength(3);
  });

  it('can come twice', async () => {
    await control(sandbox, '/sandbox/faults', { duplicateWebhooks: true, count: 3 });
    await pay();
    await shop.until(() => shop.received.length === 6);
    expect(new Set(shop.received.map(({ body }) => body)).size).toBe(3);
  });
});

describe('endpoints', () => {
  it('can be added for some events, with a secret of their own that is shown once', async () => {
    const second = await Receiver.start();
    const endpoint = await stripe.webhookEndpoints.create({ url: second.url, enabled_events: ['charge.succeeded'] });
    expect(endpoint.secret).toMatch(/^whsec_\w{32}$/);
    await pay();
    await second.until(() => second.received.length === 1);
    const { body, signature } = second.received[0] ?? { body: '', signature: '' };
    expect(stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? '').type).toBe('charge.succeeded');
    const { data } = await stripe.webhookEndpoints.list();
    expect(data.map((each) => each.url)).toEqual([second.url, shop.url]);
    expect(data.every((each) => !('secret' in each))).toBe(true);
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).toMatchObject({ url: second.url });
    expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true });
    expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1);
    await second.close();
  });

  it('need an address', async () => {
    const error = await refusal(stripe.webhookEndpoints.create({ url: 'not a url', enabled_events: ['*'] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'url' });
  });
});
