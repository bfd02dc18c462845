import { divideHalfUp } from '#money';
import type { Shares } from '../../payments/payments.service.js';
import type { ChargedLine } from './refund-lines.js';
import type { Refund } from './refund.js';

/** A price, and what the host earns by it, in minor units. */
export interface BookedPrice {
  readonly lines: readonly Pick<ChargedLine, 'kind' | 'amount'>[];
  readonly total: number;
  readonly hostTotal: number;
}

/** Whose the price of a booking is: the host's earnings, the taxes, and for us what is left, that is both service fees. */
export function sharesOfPrice({ lines, total, hostTotal }: BookedPrice): Shares {
  const tax = sumOf(lines.filter(({ kind }) => kind === 'tax').map(({ amount }) => amount));
  return { host: hostTotal, tax, platform: total - hostTotal - tax };
}

/**
 * From whose share a refund comes. The host's service fee shrinks with what the host keeps, so the host earns in the
 * proportion in which the price of the stay is kept; taxes go back as their lines say; the rest is ours.
 */
export function sharesOfRefund(refund: Pick<Refund, 'refund' | 'hostKeeps' | 'lines'>, price: BookedPrice): Shares {
  const stay = sumOf(price.lines.filter(isOfStay).map(({ amount }) => amount));
  const earns = stay > 0 ? Number(divideHalfUp(BigInt(price.hostTotal) * BigInt(refund.hostKeeps), BigInt(stay))) : 0;
  const host = price.hostTotal - earns;
  const tax = sumOf(refund.lines.filter(({ kind }) => kind === 'tax').map((line) => line.refund));
  return { host, tax, platform: refund.refund - host - tax };
}

function isOfStay({ kind }: Pick<ChargedLine, 'kind'>): boolean {
  return kind !== 'tax' && kind !== 'guest_service_fee';
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
