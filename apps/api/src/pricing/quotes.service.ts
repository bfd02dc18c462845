import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '#auth';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { CreateQuoteDto, GuestsInputDto, QuoteDto } from '#contracts/quotes.dto.js';
import { Database } from '#database';
import { instantAt, isStay, nightCount, type Stay, MINUTE_MS } from '#dates';
import { InvalidInput, NotFound } from '#http';
import { formatMoney, money, whyUnchargeable } from '#money';
import { CalendarService } from '../calendar/calendar.service.js';
import { PropertiesService, type BookableProperty, type PropertyRates } from '../properties/properties.service.js';
import { policyDiscount, policyFor } from '../properties/cancellation.rules.js';
import type { Guests } from './guests.js';
import {
  CurrencyNotPayable,
  OwnProperty,
  PriceTooLarge,
  PriceTooSmall,
  QuoteExpired,
  TooManyGuests,
} from './pricing.errors.js';
import { PricingQueries } from './pricing.queries.js';
import { Quote, type SoldTerms } from './quote.entity.js';
import { quoteView } from './quote.view.js';
import { inBasisPoints } from './fees.js';
import { priceStay, type PricedStay } from './quote.js';
import type { Rates } from './rates.js';

export { OwnProperty, QuoteExpired };
export type { Quote };

/** Prices for stays: made, kept unchanged for half an hour, and taken by bookings. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queries: PricingQueries,
    private readonly properties: PropertiesService,
    private readonly calendar: CalendarService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** The service fee that guests pay, in basis points: what search shows is with it. */
  get guestServiceFeeBasisPoints(): number {
    return inBasisPoints(this.config.bookings.guestServiceFeePercent);
  }

  /**
   * Prices a stay that could be booked and paid now, and keeps the offer with the terms on which it is made.
   * @throws NotFound, OwnProperty, TooManyGuests, PriceTooLarge, PriceTooSmall, CurrencyNotPayable,
   *   and what `CalendarService.assertBookable` throws
   */
  async create(user: Principal, input: CreateQuoteDto): Promise<QuoteDto> {
    const stay = stayIn(input);
    const guests = guestsIn(input.guests);
    const property = await this.properties.bookableById(input.propertyId);
    if (property.status !== 'published' || !property.rates) throw new NotFound('There is no such property.');
    refuseOwn(property, user.id);
    refuseTooMany(guests, property.guests);
    await this.calendar.assertBookable(property, stay, { now: this.clock.now() });
    const { currency } = property.rates;
    const taxes = await this.queries.taxes({ ...property, currency });
    const policyDiscountBasisPoints = policyDiscount(property.rules.cancellationPolicy);
    const price = this.#price({ ...property.rates, policyDiscountBasisPoints, taxes }, stay, guests);
    refuseUnpayable(price);
    const terms = soldTerms(property, stay);
    const offer = { propertyId: input.propertyId, guestId: user.id, stay, guests, price, terms };
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

  #price(
    rates: PropertyRates & Pick<Rates, 'policyDiscountBasisPoints' | 'taxes'>,
    stay: Stay,
    guests: Guests,
  ): PricedStay {
    const fees = {
      guestServiceFeeBasisPoints: this.guestServiceFeeBasisPoints,
      hostServiceFeeBasisPoints: inBasisPoints(this.config.bookings.hostServiceFeePercent),
    };
    try {
      return priceStay({ ...rates, ...fees }, stay, guests);
    } catch (error) {
      if (error instanceof RangeError) throw new PriceTooLarge('The place charges more than can be counted.');
      throw error;
    }
  }
}

async function ownQuote(em: EntityManager, id: string, guestId: string): Promise<Quote> {
  const quote = await em.findOne(Quote, { id, guestId });
  if (!quote) throw new NotFound('There is no such quote.');
  return quote;
}

function stayIn({ checkIn, checkOut }: CreateQuoteDto): Stay {
  const stay = { checkIn, checkOut };
  if (isStay(stay)) return stay;
  throw new InvalidInput([{ pointer: '/checkOut', code: 'after_check_in', message: 'must be after checkIn' }]);
}

function guestsIn({ adults, children = 0, infants = 0, pets = 0 }: GuestsInputDto): Guests {
  return { adults, children, infants, pets };
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

function refuseTooMany({ adults, children }: Guests, capacity: number): void {
  if (adults + children <= capacity) return;
  throw new TooManyGuests(`The place is for ${capacity} guests at most.`, {
    errors: [{ pointer: '/guests', code: 'capacity', message: `must be at most ${capacity} adults and children` }],
  });
}
