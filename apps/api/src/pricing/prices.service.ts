import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '#auth';
import { Clock } from '#clock';
import { CONFIG, type AppConfig } from '#config';
import type { PriceDto, PriceQuery } from '#contracts/prices.dto.js';
import { localDateAt, nightCount, type Stay } from '#dates';
import { InvalidInput, NotFound } from '#http';
import { policyDiscount } from '../properties/cancellation.rules.js';
import { PropertiesService, type BookableProperty, type PropertyRates } from '../properties/properties.service.js';
import { counted, guestsIn, refuseTooMany, stayIn } from './asked-stay.js';
import { crossRate, type ExchangeRate } from './exchange.js';
import { inBasisPoints } from './fees.js';
import type { Guests } from './guests.js';
import { priceView } from './price.view.js';
import { PricingQueries } from './pricing.queries.js';
import { priceStay, type PricedStay } from './quote.js';

/** The longest stay that a price is told for: that of a property's rules. */
const LONGEST_STAY_NIGHTS = 1125;

/** A property whose prices are known. */
type PricedProperty = Omit<BookableProperty, 'rates'> & { readonly rates: PropertyRates };

/** What stays cost, and why: nothing of it is kept. */
@Injectable()
export class PricesService {
  constructor(
    private readonly clock: Clock,
    private readonly queries: PricingQueries,
    private readonly properties: PropertiesService,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  /** The service fee that guests pay, in basis points. */
  get guestServiceFeeBasisPoints(): number {
    return inBasisPoints(this.config.bookings.guestServiceFeePercent);
  }

  /**
   * What a stay would cost now at a published place, or at one's own or one's host's; be it free or not.
   * @throws InvalidInput for dates that make no stay, or one of more than 1,125 nights; NotFound, TooManyGuests,
   *   PriceTooLarge
   */
  async find(viewer: Pick<Actor, 'id'> | undefined, propertyId: string, query: PriceQuery): Promise<PriceDto> {
    const stay = shortEnough(stayIn(query));
    const guests = guestsIn(query);
    const property = await this.properties.bookableById(propertyId, undefined, viewer?.id);
    if (property.status !== 'published' && property.permissions === null) {
      throw new NotFound('There is no such property.');
    }
    const { rates } = property;
    if (!rates) throw new NotFound('The property has no prices yet.');
    refuseTooMany(guests, property.guests);
    const price = await this.priceOf({ ...property, rates }, stay, guests);
    return priceView(
      { propertyId, stay, guests, price, securityDeposit: rates.securityDeposit },
      property.hostId === viewer?.id,
    );
  }

  /** Prices a stay at a property as of now, with the taxes that it is under. @throws PriceTooLarge */
  async priceOf(property: PricedProperty, stay: Stay, guests: Guests): Promise<PricedStay> {
    const { rates, rules, timeZone } = property;
    const taxes = await this.queries.taxes({ ...property, currency: rates.currency });
    const charged = {
      ...rates,
      policyDiscountBasisPoints: policyDiscount(rules.cancellationPolicy),
      taxes,
      guestServiceFeeBasisPoints: this.guestServiceFeeBasisPoints,
      hostServiceFeeBasisPoints: inBasisPoints(this.config.bookings.hostServiceFeePercent),
    };
    const today = localDateAt(this.clock.now(), timeZone);
    return counted(() => priceStay(charged, stay, guests, today));
  }

  /**
   * Units of one currency for one of another, by the latest reference rates there are, however old: their day is told.
   * @throws InvalidInput naming `/currency` when they do not have both
   */
  async exchangeRate(from: string, to: string): Promise<ExchangeRate> {
    const found = await this.queries.referenceRates([from, to], localDateAt(this.clock.now(), 'UTC'));
    const [own, asked] = [from, to].map((currency) => found.find((rate) => rate.currency === currency));
    if (own && asked) return { rate: crossRate(own.perEuro, asked.perEuro), date: asked.date };
    throw new InvalidInput([{ pointer: '/currency', code: 'no_rate', message: `has no rate from ${from}` }]);
  }
}

function shortEnough(stay: Stay): Stay {
  if (nightCount(stay) <= LONGEST_STAY_NIGHTS) return stay;
  const message = `must be at most ${LONGEST_STAY_NIGHTS} nights after checkIn`;
  throw new InvalidInput([{ pointer: '/checkOut', code: 'max', message }]);
}
