import { defineEntity, p } from '@mikro-orm/core';
import { newId } from '#clock';
import type { Stay } from '#dates';
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
    hostTotal: p.bigint('number'),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
  },
});

/** What a quote is made of. */
export interface Offer {
  propertyId: string;
  guestId: string;
  stay: Stay;
  guests: Guests;
  price: PricedStay;
}

/** A price for a stay: never changed, honoured until it expires. */
export class Quote extends QuoteSchema.class {
  /** A new offer, made at `now` and honoured until `expiresAt`. */
  static of({ propertyId, guestId, stay, guests, price }: Offer, now: Date, expiresAt: Date): Quote {
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
      expiresAt,
      createdAt: now,
    });
  }
}

QuoteSchema.setClass(Quote);
