import type { Backoff } from '#clock';
import { HOUR_MS } from '#dates';

/** How calls to Stripe that failed are repeated: they are never given up. */
export const AT_STRIPE: Backoff = { firstMs: 2000, growth: 2, longestMs: 6 * HOUR_MS };
