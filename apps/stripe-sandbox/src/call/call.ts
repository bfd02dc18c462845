import type { Params } from './params.js';
import type { Delivery, Store } from '../store/store.js';

/** One request to the API, as the resources see it. */
export interface Call {
  readonly store: Store;
  readonly params: Params;
  /** Whether it came with the publishable key, that is, from a guest's browser. */
  readonly fromBrowser: boolean;
  /** Unix seconds of the sandbox's clock, the same for all that the call makes. */
  readonly now: number;
  /** Where the sandbox is reached, for links to its own pages. */
  readonly url: string;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** Webhooks that the call gave rise to; they go out when its effects are kept. */
  readonly deliveries: Delivery[];
}
