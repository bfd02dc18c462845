import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { BookingMode, CancellationPolicy as CancellationPolicyCode } from '#contracts/properties/rules.dto.js';
import type { Stay } from '#dates';
import type { CancellationPolicy } from '../properties/cancellation.rules.js';
import type { ExchangeRate } from './exchange.js';
import type { Guests } from './guests.js';
import type { LineKind, PriceLine } from './price-lines.js';
import type { PricedStay } from './quote.js';

const QuoteSchema = defineEntity({
  name: 'Quote',
  tableName: 'quotes',
  properties: {
    id: p.uuid().primary(),
    propertyId: p.uuid(),
    guestId: p.uuid(),
    checkIn: p.date(),
    checkOut: p.date(),
    adults: p.integer(),
    children: p.integer(),
    infants: p.integer(),
    pets: p.integer(),
    currency: p.string(),
    lines: p.json<PriceLine[]>(),
    hostLines: p.json<PriceLine<LineKind>[]>(),
    total: p.bigint('number'),
    securityDeposit: p.bigint('number'),
    converted: p.json<ConvertedPrice>().nullable(),
    hostTotal: p.bigint('number'),
    bookingMode: p.string().$type<BookingMode>(),
    cancellationPolicy: p.string().$type<CancellationPolicyCode>(),
    cancellationTerms: p.json<CancellationPolicy>(),
    checkInAt: p.datetime(),
    checkOutAt: p.datetime(),
    timeZone: p.string(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
  },
});

/**
 * What is sold along with the nights: who decides, on what terms they can be given back, and when the stay begins and
 * ends.
 */
export interface SoldTerms {
  /** whether paying is enough, or the host is asked */
  bookingMode: BookingMode;
  /** as the property calls it */
  cancellationPolicy: CancellationPolicyCode;
  /** what it says for a stay of this length */
  cancellationTerms: CancellationPolicy;
  checkInAt: Date;
  checkOutAt: Date;
  timeZone: string;
}

/** What a quote comes to in another currency: minor units of it, at a rate of a day. */
export interface ConvertedPrice extends ExchangeRate {
  currency: string;
  total: number;
  securityDeposit: number;
}

/** What a quote is made of. */
export interface Offer {
  propertyId: string;
  guestId: string;
  stay: Stay;
  guests: Guests;
  price: PricedStay;
  /** in the currency of the price; 0 for none */
  securityDeposit: number;
  converted: ConvertedPrice | null;
  terms: SoldTerms;
}

/** A price for a stay and the terms that go with it: never changed, honoured until it expires. */
export class Quote extends QuoteSchema.class {
  /** A new offer, made at `now` and honoured until `expiresAt`. */
  static of(
    { propertyId, guestId, stay, guests, price, securityDeposit, converted, terms }: Offer,
    now: Date,
    expiresAt: Date,
  ): Quote {
    const { currency, lines, total, hostLines, hostEarnings } = price;
    return Object.assign(new Quote(), {
      id: newId(),
      propertyId,
      guestId,
      ...stay,
      ...guests,
      currency,
      lines: [...lines],
      hostLines: [...hostLines],
      total,
      hostTotal: hostEarnings,
      securityDeposit,
      converted,
      ...terms,
      expiresAt,
      createdAt: now,
    });
  }
}

QuoteSchema.setClass(Quote);
