import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.js';

export const SECRET_KEY = 'sk_test_trial';
export const PUBLISHABLE_KEY = 'pk_test_trial';

/** The real SDK, speaking to a sandbox. */
export function sdk(sandbox: Pick<Sandbox, 'host' | 'port'>, config: Stripe.StripeConfig = {}): Stripe {
  const { host, port } = sandbox;
  return new Stripe(SECRET_KEY, { host, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, ...config });
}

/** A sandbox for a test, which is to stop it, and the real SDK for it. Webhooks are tried again after 5 ms unless told. */
export async function startTrial(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; stripe: Stripe }> {
  const keys = { secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY };
  const sandbox = await startSandbox({ ...keys, webhookPauseMs: 5, ...options });
  return { sandbox, stripe: sdk(sandbox) };
}

/** What an error of the SDK says, for comparing; fails when the call went well. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was expected to be refused');
}

/** Sends JSON to one of the sandbox's control routes. */
export async function control(sandbox: Sandbox, path: string, body: object): Promise<Response> {
  return fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

/** The id where the SDK's types allow an id, or the whole object when it was expanded. */
export function idOf(reference: string | { readonly id: string } | null): string {
  if (reference === null) throw new Error('There is nothing to name');
  return typeof reference === 'string' ? reference : reference.id;
}

export interface Received {
  readonly body: string;
  readonly signature: string;
}

/** A shop's webhook endpoint, which answers as told. */
export class Receiver {
  readonly received: Received[] = [];
  /** The statuses of the next answers; 200 when there is none left. */
  readonly answers: number[] = [];
  private waiters: (() => void)[] = [];
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(this.answers.shift() ?? 200).end();
      for (const wake of this.waiters.splice(0)) wake();
    });
  });

  static async start(port = 0): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(port, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  types(): string[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  }

  /** Resolves as soon as what has come fulfils the condition. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
