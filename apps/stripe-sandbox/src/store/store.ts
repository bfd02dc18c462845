import { Collection, type Change, type Recorder, type Row } from './collection.js';
import { Journal } from './journal.js';
import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { Charge } from '../objects/charge.js';
import type { Dispute } from '../objects/dispute.js';
import type { Event } from '../objects/event.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { PaymentMethod } from '../objects/payment-method.js';
import type { Refund } from '../objects/refund.js';
import type { WebhookEndpoint } from '../objects/webhook-endpoint.js';

/** An event on its way to an endpoint; the row goes when the endpoint has taken it. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly endpoint: string;
}

/** An endpoint with its signing secret, which Stripe shows only once. */
export interface EndpointRecord {
  readonly id: string;
  readonly secret: string;
  readonly endpoint: WebhookEndpoint;
}

/** The first answer under an idempotency key. `at` in Unix seconds of the sandbox's clock. */
export interface KeyRecord {
  readonly id: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  readonly at: number;
}

/** What the guest's bank will say of a refund that Stripe has made. `dueAt` in Unix seconds of the sandbox's clock. */
export interface RefundOutcome {
  /** the refund's */
  readonly id: string;
  readonly outcome: 'succeeds' | 'fails';
  readonly dueAt: number;
}

interface ClockRow {
  readonly id: 'clock';
  readonly offsetMs: number;
}

/** A collection, whatever its rows are: what the journal needs of it. */
interface AnyCollection {
  readonly kind: string;
  load(row: Row): void;
  remove(id: string): void;
  all(): Iterable<Row>;
}

const KEY_LIFETIME_SECONDS = 24 * 60 * 60;
const EVENT_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/**
 * All that the sandbox knows, in memory, and in a journal when it has a folder. Changes are made within
 * `transaction`, synchronously, so that no other request sees half of them.
 */
export class Store {
  private readonly record: Recorder = (change, undo) => {
    this.changes.push(change);
    this.undos.push(undo);
  };
  readonly paymentIntents = new Collection<PaymentIntent>('payment_intent', this.record);
  readonly paymentMethods = new Collection<PaymentMethod>('payment_method', this.record);
  readonly charges = new Collection<Charge>('charge', this.record, (charge) => charge.payment_intent);
  readonly refunds = new Collection<Refund>('refund', this.record, (refund) => refund.payment_intent);
  readonly refundOutcomes = new Collection<RefundOutcome>('refund_outcome', this.record);
  readonly disputes = new Collection<Dispute>('dispute', this.record, (dispute) => dispute.payment_intent);
  readonly balanceTransactions = new Collection<BalanceTransaction>('balance_transaction', this.record);
  readonly events = new Collection<Event>('event', this.record);
  readonly endpoints = new Collection<EndpointRecord>('webhook_endpoint', this.record);
  readonly deliveries = new Collection<Delivery>('delivery', this.record);
  readonly keys = new Collection<KeyRecord>('idempotency_key', this.record);
  private readonly clock = new Collection<ClockRow>('clock', this.record);

  private readonly collections = new Map<string, AnyCollection>(
    [
      this.paymentIntents,
      this.paymentMethods,
      this.charges,
      this.refunds,
      this.refundOutcomes,
      this.disputes,
      this.balanceTransactions,
      this.events,
      this.endpoints,
      this.deliveries,
      this.keys,
      this.clock,
    ].map((collection) => [collection.kind, collection]),
  );
  private changes: Change[] = [];
  private undos: (() => void)[] = [];
  private readonly journal: Journal | undefined;

  /** @param folder where the state is kept; without one it lasts as long as the process */
  constructor(folder?: string) {
    if (folder === undefined) return;
    this.journal = Journal.open(
      folder,
      (line) => this.replay(line as Change[]),
      () => this.snapshot(),
    );
  }

  /** Does a piece of work wholly: when it throws, nothing of it remains. */
  transaction<T>(work: () => T): T {
    try {
      const result = work();
      if (this.changes.length > 0) this.journal?.append(this.changes);
      return result;
    } catch (error) {
      for (const undo of this.undos.reverse()) undo();
      throw error;
    } finally {
      this.changes = [];
      this.undos = [];
    }
  }

  /** The sandbox's time, in Unix seconds. */
  now(): number {
    return Math.floor((Date.now() + (this.clock.get('clock')?.offsetMs ?? 0)) / 1000);
  }

  /** Sets the time; it runs on from there. Null goes back to the time of day. */
  setNow(milliseconds: number | null): void {
    const offsetMs = milliseconds === null ? 0 : milliseconds - Date.now();
    this.transaction(() => this.clock.put({ id: 'clock', offsetMs }));
  }

  /** A first answer is kept for a day, as Stripe does; after that the key is as good as new. */
  keyIsFresh(key: KeyRecord): boolean {
    return this.now() - key.at < KEY_LIFETIME_SECONDS;
  }

  close(): void {
    this.journal?.close();
  }

  private replay(changes: readonly Change[]): void {
    for (const [what, kind, value] of changes) {
      const collection = this.collections.get(kind);
      if (what === 'put') collection?.load(value);
      else collection?.remove(value);
    }
  }

  private *snapshot(): Generator<Change[]> {
    const oldestEvent = this.now() - EVENT_LIFETIME_SECONDS;
    for (const collection of this.collections.values()) {
      for (const row of collection.all()) {
        if (this.outlived(collection.kind, row.id, oldestEvent)) continue;
        yield [['put', collection.kind, row]];
      }
    }
  }

  private outlived(kind: string, id: string, oldestEvent: number): boolean {
    if (kind === this.keys.kind) return !this.keyIsFresh(this.keys.get(id) as KeyRecord);
    if (kind === this.events.kind) return (this.events.get(id) as Event).created < oldestEvent;
    return false;
  }
}
