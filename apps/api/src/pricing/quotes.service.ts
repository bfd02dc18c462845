import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { CreateQuoteDto, QuoteDto } from '#contracts/quotes.dto.js';
import { Database } from '#database';
import { instantAt, nightCount, type Stay, MINUTE_MS } from '#dates';
import { NotFound } from '#http';
import { formatMoney, money, whyUnchargeable } from '#money';
import { CalendarService } from '../calendar/calendar.service.js';
import { PropertiesService, type BookableProperty } from '../properties/properties.service.js';
import { policyFor } from '../properties/cancellation.rules.js';
import { counted, guestsIn, refuseTooMany, stayIn } from './asked-stay.js';
import { convert } from './exchange.js';
import { CurrencyNotPayable, OwnProperty, PriceTooLarge, PriceTooSmall, QuoteExpired } from './pricing.errors.js';
import { PricesService } from './prices.service.js';
import { Quote, type ConvertedPrice, type SoldTerms } from './quote.entity.js';
import { quoteView } from './quote.view.js';
import type { PricedStay } from './quote.js';

export { OwnProperty, QuoteExpired };
export type { Quote };

/** A rate, and to which currency it is. */
type AskedRate = Pick<ConvertedPrice, 'currency' | 'rate' | 'date'>;

/** Prices for stays: made, kept unchanged for half an hour, and taken by bookings. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly prices: PricesService,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** The service fee that guests pay, in basis points: what search shows is with it. */
  get guestServiceFeeBasisPoints(): number {
    return this.prices.guestServiceFeeBasisPoints;
  }

  /**
   * Prices a stay that could be booked and paid now, and keeps the offer with the terms on which it is made.
   * @throws NotFound, OwnProperty, TooManyGuests, PriceTooLarge, PriceTooSmall, CurrencyNotPayable,
   *   InvalidInput for a currency without a rate, and what `CalendarService.assertBookable` throws
   */
  async create(user: Principal, input: CreateQuoteDto): Promise<QuoteDto> {
    const stay = stayIn(input);
    const guests = guestsIn(input.guests);
    const property = await this.properties.bookableById(input.propertyId);
    const { rates } = property;
    if (property.status !== 'published' || !rates) throw new NotFound('There is no such property.');
    const rate = await this.#rateTo(input.currency, rates.currency);
    refuseOwn(property, user.id);
    refuseTooMany(guests, property.guests);
    await this.calendar.assertBookable(property, stay, { now: this.clock.now() });
    const price = await this.prices.priceOf({ ...property, rates }, stay, guests);
    refuseUnpayable(price);
    const { securityDeposit } = rates;
    const converted = rate && convertedPrice(price, securityDeposit, rate);
    const terms = soldTerms(property, stay);
    const offer = { propertyId: property.id, guestId: user.id, stay, guests, price, securityDeposit, converted, terms };
    const { id } = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + this.config.bookings.quoteMinutes * MINUTE_MS);
      const quote = Quote.of(offer, now, expiresAt);
      await tx.persist(quote).flush();
      return { id: quote.id };
    });
    return this.get(user, id);
  }

  /** One of the user's own quotes, expired or not. */
  async get(user: Principal, id: string): Promise<QuoteDto> {
    return quoteView(await ownQuote(this.database.fork(), id, user.id));
  }

  /** Those of these quotes that are the user's. */
  async byIds(user: Principal, ids: readonly string[]): Promise<Map<string, QuoteDto>> {
    const found = await this.database.fork().find(Quote, { id: { $in: [...ids] }, guestId: user.id });
    return new Map(found.map((quote) => [quote.id, quoteView(quote)]));
  }

  /** The guest's quote, to be booked now. @throws NotFound when it is not theirs, QuoteExpired when it is too late */
  async takeForBooking(tx: EntityManager, id: string, guestId: string): Promise<Quote> {
    const quote = await ownQuote(tx, id, guestId);
    if (quote.expiresAt <= this.clock.now()) throw new QuoteExpired('Ask for a new quote of the stay.');
    return quote;
  }

  /** The rate at which another currency is told, when one is asked for. @throws InvalidInput when there is none */
  async #rateTo(asked: string | undefined, currency: string): Promise<AskedRate | null> {
    if (asked === undefined || asked === currency) return null;
    return { currency: asked, ...(await this.prices.exchangeRate(currency, asked)) };
  }
}

/** @throws PriceTooLarge */
function convertedPrice(
  price: PricedStay,
  securityDeposit: number,
  { currency, rate, date }: AskedRate,
): ConvertedPrice {
  const inAsked = (amount: number): number =>
    counted(() => convert(money(amount, price.currency), currency, rate).amount);
  return { currency, total: inAsked(price.total), securityDeposit: inAsked(securityDeposit), rate, date };
}

async function ownQuote(em: EntityManager, id: string, guestId: string): Promise<Quote> {
  const quote = await em.findOne(Quote, { id, guestId });
  if (!quote) throw new NotFound('There is no such quote.');
  return quote;
}

function soldTerms({ rules, timeZone }: BookableProperty, stay: Stay): SoldTerms {
  return {
    bookingMode: rules.bookingMode,
    cancellationPolicy: rules.cancellationPolicy,
    cancellationTerms: policyFor(rules.cancellationPolicy, nightCount(stay)),
    checkInAt: instantAt(stay.checkIn, rules.checkInFrom, timeZone),
    checkOutAt: instantAt(stay.checkOut, rules.checkOutBy, timeZone),
    timeZone,
  };
}

/** What a guest cannot book is not offered to them, and not booked should it have been. @throws OwnProperty */
export function refuseOwn({ hostId }: Pick<BookableProperty, 'hostId'>, guestId: string): void {
  if (hostId === guestId) throw new OwnProperty('Block its nights instead.');
}

/** What cannot be charged is not offered: the booking would be refused by the same rule. */
function refuseUnpayable({ total, currency }: PricedStay): void {
  const why = whyUnchargeable(money(total, currency));
  if (why?.reason === 'currency') throw new CurrencyNotPayable(`Cards cannot be charged in ${currency}.`);
  if (why?.reason === 'too_small') {
    throw new PriceTooSmall(`Cards are charged ${formatMoney(money(why.least, currency))} at least.`, {
      data: { least: why.least },
    });
  }
  if (why?.reason === 'too_large') {
    throw new PriceTooLarge(`Cards are charged ${formatMoney(money(why.most, currency))} at most.`, {
      data: { most: why.most },
    });
  }
}
