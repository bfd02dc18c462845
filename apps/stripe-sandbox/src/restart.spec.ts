import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { Sandbox, SandboxOptions } from './sandbox.js';
import { Receiver, control, idOf, sdk, startTrial } from './trial.js';

let stateDir: string;
let journal: string;
let running: Sandbox | undefined;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'stripe-sandbox-'));
  journal = join(stateDir, 'journal.jsonl');
});
afterEach(async () => {
  await stop();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; stripe: Stripe }> {
  const trial = await startTrial({ stateDir, ...options });
  running = trial.sandbox;
  return trial;
}

async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}

const pay = (sandbox: Sandbox, key: string) =>
  sdk(sandbox).paymentIntents.create(
    { amount: 2_000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', metadata: { booking: key } },
    { idempotencyKey: key },
  );

describe('a sandbox with a folder, after a restart', () => {
  it('knows every object, event and idempotency key', async () => {
    const { sandbox: before } = await start();
    const paid = await pay(before, 'a');
    const refund = await sdk(before).refunds.create({ payment_intent: paid.id, amount: 500 });
    const endpoint = await sdk(before).webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['*'] });
    const events = await sdk(before).events.list();
    await stop();

    const { sandbox: after, stripe } = await start();
    expect((await pay(after, 'a')).id).toBe(paid.id);
    expect(await stripe.paymentIntents.retrieve(paid.id)).toEqual(JSON.parse(JSON.stringify(paid)));
    expect(await stripe.charges.retrieve(idOf(paid.latest_charge))).toMatchObject({ amount_refunded: 500 });
    expect((await stripe.refunds.list({ payment_intent: paid.id })).data).toMatchObject([{ id: refund.id }]);
    expect((await stripe.events.list()).data).toEqual(events.data);
    expect((await stripe.webhookEndpoints.list()).data).toMatchObject([{ id: endpoint.id }]);
    await stop();
  });

  it('knows the time that it was set to', async () => {
    const { sandbox: before } = await start();
    await control(before, '/sandbox/time', { now: '2030-01-01T00:00:00Z' });
    await stop();
    const { sandbox: after } = await start();
    expect((await pay(after, 'a')).created).toBeGreaterThanOrEqual(Date.parse('2030-01-01T00:00:00Z') / 1000);
    await stop();
  });

  it('delivers the webhooks that it still owes', async () => {
    const shop = await Receiver.start();
    const { port } = shop;
    const webhook = { url: shop.url, secret: 'whsec_trial' };
    await shop.close();
    const { sandbox: before } = await start({ webhook });
    await pay(before, 'a');
    await stop();

    const back = await Receiver.start(port);
    await start({ webhook });
    await back.until(() => back.received.length === 3);
    expect(back.types().sort()).toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
    await stop();
    await back.close();
  });

  it('passes over a line that a crash tore', async () => {
    const { sandbox: before } = await start();
    await pay(before, 'a');
    const whole = readFileSync(journal, 'utf8');
    await pay(before, 'b');
    await stop();
    const second = readFileSync(journal, 'utf8').slice(whole.length);
    writeFileSync(journal, whole + second.slice(0, second.length / 2));

    const { sandbox: after, stripe } = await start();
    expect((await stripe.paymentIntents.list()).data).toMatchObject([{ metadata: { booking: 'a' } }]);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    await pay(after, 'b');
    await stop();
    const { stripe: again } = await start();
    expect((await again.paymentIntents.list()).data).toHaveLength(2);
    await stop();
  });

  it('refuses a journal that is damaged in its middle', async () => {
    appendFileSync(journal, '[["put"\n[]\n');
    await expect(start()).rejects.toThrow(/^Line 1 of .* is damaged/);
  });

  it('has a journal that holds no more than what is known', async () => {
    const { sandbox, stripe } = await start();
    const { id } = await pay(sandbox, 'a');
    for (let n = 0; n < 50; n++) await stripe.paymentIntents.update(id, { description: `${n}` });
    // A day later the answers under idempotency keys need not be known any more.
    await control(sandbox, '/sandbox/time', { now: new Date(Date.now() + 25 * 60 * 60 * 1000).toISOString() });
    await stop();
    const grown = readFileSync(journal).length;
    const { stripe: after } = await start();
    expect(readFileSync(journal).length).toBeLessThan(grown / 10);
    expect(await after.paymentIntents.retrieve(id)).toMatchObject({ description: '49' });
  });
});
