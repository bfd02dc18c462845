import type { AddressInfo } from 'node:net';
import { Api } from './http/api.js';
import { addControlRoutes } from './http/control-routes.js';
import { Faults } from './call/faults.js';
import { settleRefunds } from './charges/refund-outcomes.js';
import { createServer } from './http/server.js';
import { Store, type RefundOutcome } from './store/store.js';
import { configureEndpoint } from './webhooks/webhook-endpoints.js';
import { WebhookDispatcher } from './webhooks/webhooks.js';

export interface SandboxOptions {
  /** 0, which is the default, takes a free one. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** Where the state is kept; without it, it goes with the process. */
  readonly stateDir?: string | undefined;
  /** The key that is let in; without it, every `sk_test_…` is. */
  readonly secretKey?: string | undefined;
  /** The key that browsers come with; without it, every `pk_test_…` is let in. */
  readonly publishableKey?: string | undefined;
  /** Where every event goes, and the `whsec_…` that it is signed with. */
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined;
  /** How long after a failed delivery the next is tried; it doubles with each. 500 when not given. */
  readonly webhookPauseMs?: number | undefined;
}

export interface Sandbox {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

const DEFAULT_PAUSE_MS = 500;
const BANKS_EVERY_MS = 1000;

/**
 * Starts a Stripe for this machine.
 * @throws Error when the port is taken, the folder cannot be written, its journal is damaged, or a key is not a test key
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, secretKey, publishableKey, webhook } = options;
  requireTestKey(secretKey, 'sk_test_');
  requireTestKey(publishableKey, 'pk_test_');
  const store = new Store(options.stateDir);
  const faults = new Faults();
  const webhooks = new WebhookDispatcher(store, faults, options.webhookPauseMs ?? DEFAULT_PAUSE_MS);
  let url = '';
  const keys = { secret: secretKey, publishable: publishableKey };
  const api = new Api({ store, faults, webhooks, keys, url: () => url });
  const server = createServer(api);
  addControlRoutes(server, { api, faults, store, webhooks });
  await server.listen({ host, port });
  const { port: listening } = server.server.address() as AddressInfo;
  url = `http://${host}:${listening}`;
  if (webhook !== undefined) configureEndpoint(store, webhook.url, webhook.secret);
  webhooks.enqueue(store.deliveries.all());
  const banks = setInterval(() => hearBanks(api, store), BANKS_EVERY_MS).unref();
  return {
    host,
    port: listening,
    url,
    close: async () => {
      clearInterval(banks);
      webhooks.close();
      await server.close();
      store.close();
    },
  };
}

function hearBanks(api: Api, store: Store): void {
  const now = store.now();
  const isDue = ({ dueAt }: RefundOutcome) => dueAt <= now;
  if ([...store.refundOutcomes.all()].some(isDue)) api.perform('', (call) => settleRefunds(call, isDue));
}

function requireTestKey(key: string | undefined, prefix: string): void {
  if (key !== undefined && !key.startsWith(prefix)) {
    throw new Error(`The sandbox takes test keys only: ${prefix}…`);
  }
}
