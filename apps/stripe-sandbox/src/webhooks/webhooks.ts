import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Faults } from '../call/faults.js';
import type { Delivery, EndpointRecord, Store } from '../store/store.js';

const AT_ONCE = 32;
const TIMEOUT_MS = 20_000;
const LONGEST_PAUSE_MS = 60_000;
/** Stripe gives up after three days; at a minute a try, that is about this many. */
const MOST_TRIES = 3 * 24 * 60;

interface Waiting {
  readonly delivery: Delivery;
  readonly tries: number;
}

/**
 * The header of a webhook: `t=…,v1=…`, where v1 is the HMAC-SHA256 of `t.body`
 * (https://docs.stripe.com/webhooks#verify-manually).
 * The time is the real one, never the sandbox's own: the SDK compares it with the real clock and tolerates 300 seconds.
 */
export function signatureHeader(body: string, secret: string, realTimeMs = Date.now()): string {
  const time = Math.floor(realTimeMs / 1000);
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
}

/**
 * Brings events to their endpoints, each at least once and in no promised order: a delivery is done when the endpoint
 * has answered 2xx, and is tried again otherwise, after a pause that doubles.
 */
export class WebhookDispatcher {
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: AT_ONCE }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: AT_ONCE }),
  };
  private readonly arrived: Waiting[] = [];
  /** What had arrived when it was last looked at, the first one last: taking from an array's end costs nothing. */
  private next: Waiting[] = [];
  private readonly pauses = new Set<NodeJS.Timeout>();
  private underWay = 0;
  private closed = false;

  constructor(
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly firstPauseMs: number,
  ) {}

  /** How many deliveries have yet to be taken. */
  get pending(): number {
    return this.arrived.length + this.next.length + this.pauses.size + this.underWay;
  }

  enqueue(deliveries: Iterable<Delivery>): void {
    for (const delivery of deliveries) this.arrived.push({ delivery, tries: 0 });
    // After the answer that gave rise to them, which is written in this turn of the loop.
    setImmediate(() => this.sendWaiting());
  }

  close(): void {
    this.closed = true;
    for (const pause of this.pauses) clearTimeout(pause);
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }

  private sendWaiting(): void {
    while (!this.closed && this.underWay < AT_ONCE) {
      if (this.next.length === 0) this.next = this.arrived.splice(0).reverse();
      const first = this.next.pop();
      if (first === undefined) return;
      this.underWay++;
      void this.deliver(first.delivery, first.tries);
    }
  }

  private async deliver(delivery: Delivery, tries: number): Promise<void> {
    const taken = await this.attempt(delivery);
    this.underWay--;
    if (this.closed) return;
    if (taken || tries >= MOST_TRIES) this.store.transaction(() => this.store.deliveries.drop(delivery.id));
    else this.pause(delivery, tries + 1);
    this.sendWaiting();
  }

  private pause(delivery: Delivery, tries: number): void {
    const pause = setTimeout(
      () => {
        this.pauses.delete(pause);
        this.arrived.push({ delivery, tries });
        this.sendWaiting();
      },
      Math.min(this.firstPauseMs * 2 ** (tries - 1), LONGEST_PAUSE_MS),
    );
    this.pauses.add(pause);
  }

  private async attempt(delivery: Delivery): Promise<boolean> {
    const event = this.store.events.get(delivery.event);
    const endpoint = this.store.endpoints.get(delivery.endpoint);
    if (event === undefined || endpoint === undefined) return true;
    if (this.faults.take('dropWebhooks') > 0) return true;
    const body = JSON.stringify(event);
    if (this.faults.take('duplicateWebhooks') > 0) await this.post(endpoint, body);
    return this.post(endpoint, body);
  }

  /** Whether the endpoint took it. */
  private post({ endpoint, secret }: EndpointRecord, body: string): Promise<boolean> {
    const url = new URL(endpoint.url);
    const secure = url.protocol === 'https:';
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Stripe-Signature': signatureHeader(body, secret),
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    };
    const agent = this.agents[secure ? 'https:' : 'http:'];
    return new Promise((resolve) => {
      const request = (secure ? https : http).request(url, { method: 'POST', agent, headers, timeout: TIMEOUT_MS });
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        response.resume();
        response.on('close', () => resolve(status >= 200 && status < 300));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(false));
      request.end(body);
    });
  }
}
