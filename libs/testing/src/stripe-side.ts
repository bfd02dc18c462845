import { createHmac } from 'node:crypto';
import type { Answer } from './http-client.js';
import { waitFor } from './stays.js';
import type { TestApp } from './test-app.js';

/** What the tests read of Stripe's objects. Amounts are Stripe's. */
export interface StripeIntent {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  metadata: { payment_id?: string };
}

export interface StripeCharge {
  id: string;
  status: string;
  amount: number;
  captured: boolean;
  amount_captured: number;
  amount_refunded: number;
  payment_intent: string;
}

interface StripeRefund {
  id: string;
  status: string;
  amount: number;
  payment_intent: string;
}

export interface StripeEvent {
  id: string;
  type: string;
  data: { object: { id: string; object: string; payment_intent?: string | null } };
}

/** How a webhook is sent by hand: signed as Stripe signs it, unless said otherwise. */
interface WebhookOptions {
  secret?: string;
  /** the instant in the signature, in seconds */
  signedAt?: number;
  /** what is signed, when it is not what is sent */
  signedBody?: string;
  /** the whole header */
  signature?: string;
}

/** The application's Stripe sandbox: what Stripe's own people could see and do there. */
export class StripeSide {
  constructor(private readonly app: TestApp) {}

  async get<Body>(path: string): Promise<Body> {
    const response = await fetch(`${await this.#base()}${path}`, { headers: await this.#authorization() });
    if (!response.ok) throw new Error(`Stripe answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as Body;
  }

  /** All of a list, the newest first. */
  async all<Item extends { id: string }>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (;;) {
      const last = items.at(-1);
      const after = last === undefined ? '' : `&starting_after=${last.id}`;
      const separator = path.includes('?') ? '&' : '?';
      const page = await this.get<{ data: Item[]; has_more: boolean }>(`${path}${separator}limit=100${after}`);
      items.push(...page.data);
      if (!page.has_more) return items;
    }
  }

  intent(id: string | null): Promise<StripeIntent> {
    return this.get(`/v1/payment_intents/${id ?? ''}`);
  }

  intents(): Promise<StripeIntent[]> {
    return this.all('/v1/payment_intents');
  }

  charges(intentId?: string | null): Promise<StripeCharge[]> {
    return this.all(`/v1/charges${intentId ? `?payment_intent=${intentId}` : ''}`);
  }

  refunds(intentId?: string | null): Promise<StripeRefund[]> {
    return this.all(`/v1/refunds${intentId ? `?payment_intent=${intentId}` : ''}`);
  }

  /** The events about a PaymentIntent, in the order in which they happened. */
  async eventsOf(intentId: string | null): Promise<StripeEvent[]> {
    const events = await this.all<StripeEvent>('/v1/events');
    return events
      .filter(({ data: { object } }) => object.id === intentId || object.payment_intent === intentId)
      .reverse();
  }

  /** Has something go wrong, such as `{ dropWebhooks: true, count: 3 }`. */
  async fault(fault: object): Promise<void> {
    await this.#control('POST', '/sandbox/faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.#control('DELETE', '/sandbox/faults');
  }

  /** Resolves when a fault that was to befall `count` calls has befallen so many. */
  async called(times: number, count: number): Promise<void> {
    await waitFor(`${times} calls to Stripe`, async () => {
      const { faults } = await this.get<{ faults: { left: number }[] }>('/sandbox/faults');
      return count - (faults[0]?.left ?? 0) >= times ? true : undefined;
    });
  }

  /** The guest deals with the bank's page. */
  async authenticate(intentId: string | null, outcome: 'succeed' | 'fail'): Promise<number> {
    const url = `${await this.#base()}/sandbox/3ds/${intentId ?? ''}`;
    return (await fetch(url, { method: 'POST', body: new URLSearchParams({ outcome }) })).status;
  }

  async dispute(intentId: string | null): Promise<void> {
    await this.#control('POST', '/sandbox/disputes', { paymentIntent: intentId });
  }

  /** Has the guests' banks say now what they have to say of refunds. */
  async banksAnswer(): Promise<void> {
    await this.#control('POST', '/sandbox/refunds');
  }

  /** Somebody gives all of a payment back at Stripe's dashboard, of which the application knows nothing. */
  async refundByHand(intentId: string | null): Promise<void> {
    const body = new URLSearchParams({ payment_intent: intentId ?? '' });
    const headers = await this.#authorization();
    const { ok, status } = await fetch(`${await this.#base()}/v1/refunds`, { method: 'POST', body, headers });
    if (!ok) throw new Error(`Stripe answered ${status}`);
  }

  /** Resolves when every webhook has been taken, and what came of it has been done. */
  async quiet(): Promise<void> {
    await waitFor('all webhooks to be taken', async () => {
      const { pending } = await this.get<{ pending: number }>('/sandbox/webhooks');
      return pending === 0 ? true : undefined;
    });
    await this.app.advance('PT1S');
  }

  /** Sends a webhook to the application. @param body the event, or the body as it is */
  async deliver(body: object | string, options: WebhookOptions = {}): Promise<Answer> {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const secret = options.secret ?? (await this.app.secret('stripe-webhook-secret'));
    const signedAt = options.signedAt ?? Math.floor(Date.now() / 1000);
    const mac = createHmac('sha256', secret).update(`${signedAt}.${options.signedBody ?? raw}`);
    const signature = options.signature ?? `t=${signedAt},v1=${mac.digest('hex')}`;
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    return this.app.call('POST', '/v1/webhooks/stripe', { raw, headers });
  }

  async #control(method: string, path: string, body?: object): Promise<void> {
    const response = await fetch(`${await this.#base()}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`);
  }

  async #authorization(): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await this.app.secret('stripe-secret-key')}` };
  }

  async #base(): Promise<string> {
    return (await this.app.get<{ apiBase: string }>('/v1/payments/config')).body.apiBase;
  }
}
