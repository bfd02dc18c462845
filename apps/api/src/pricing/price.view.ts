import type { PriceDto } from '#contracts/prices.dto.js';
import { nightCount, type Stay } from '#dates';
import type { Guests } from './guests.js';
import { lineView } from './line-view.rules.js';
import type { PricedStay } from './quote.js';
import { depositView, TAXES_INCLUDED } from './quote.view.js';

/** A stay, and what it would cost. */
export interface AskedPrice {
  propertyId: string;
  stay: Stay;
  guests: Guests;
  price: PricedStay;
  securityDeposit: number;
}

/** A price as everyone sees it; `earns`, as the host does: what is earned is for nobody else. */
export function priceView({ propertyId, stay, guests, price, securityDeposit }: AskedPrice, earns: boolean): PriceDto {
  const { currency, lines, total, hostLines, hostEarnings } = price;
  return {
    propertyId,
    ...stay,
    nights: nightCount(stay),
    guests: { ...guests },
    lines: lines.map((line) => lineView(line, currency)),
    total: { amount: total, currency },
    taxesIncluded: TAXES_INCLUDED,
    ...depositView(securityDeposit, currency),
    hostTotal: earns ? { amount: hostEarnings, currency } : null,
    hostLines: earns ? hostLines.map((line) => lineView(line, currency)) : null,
  };
}
