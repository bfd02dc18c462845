import { newId } from '#clock';
import type { CreatePropertyDto, UpdatePropertyDto } from '#contracts/properties/property-input.dto.js';
import type { PropertyRulesInput } from '#contracts/properties/rules.dto.js';
import type { FieldError } from '#http';
import { changedPrices, NO_PRICES, pricesOf } from './prices.js';
import { CurrencyFixed, NotPublishable, PropertyArchived } from './properties.errors.js';
import { assertTransition } from './property.states.js';
import { PropertySchema } from './property.table.js';
import { lostForPublishing, missingForPublishing } from './publishable.js';
import { changedRules, USUAL_RULES } from './stay-rules.js';

/** A place that can be booked: what it is, what it costs, which stays it takes. */
export class Property extends PropertySchema.class {
  /** A new place, which only its host sees. `timeZone` is that of its location. */
  static draft(hostId: string, input: CreatePropertyDto, timeZone: string, now: Date): Property {
    const { title, description = '', type, roomType, address, location, capacity, amenities = [] } = input;
    const property = Object.assign(new Property(), {
      ...NO_PRICES,
      ...USUAL_RULES,
      id: newId(),
      hostId,
      status: 'draft',
      title,
      description,
      type,
      roomType,
      addressLine1: address.line1 ?? '',
      city: address.city,
      region: address.region ?? '',
      postalCode: address.postalCode ?? '',
      country: address.country,
      latitude: location.latitude,
      longitude: location.longitude,
      timeZone,
      guests: capacity.guests,
      bedrooms: capacity.bedrooms,
      beds: capacity.beds,
      bathrooms: capacity.bathrooms,
      amenities,
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
    } satisfies Partial<Property>);
    property.changePricing(input.pricing);
    property.changeRules(input.rules);
    return property;
  }

  /**
   * Takes over what a host changes; `timeZone` comes with a new location. Once guests have seen it, a change may not take
   * away what they have to be told: NotPublishable, naming what it takes.
   */
  change(input: UpdatePropertyDto, timeZone: string | undefined, now: Date): void {
    if (this.status === 'archived') throw new PropertyArchived('An archived property cannot be changed.');
    const missing = missingForPublishing(this);
    this.title = input.title ?? this.title;
    this.description = input.description ?? this.description;
    this.type = input.type ?? this.type;
    this.roomType = input.roomType ?? this.roomType;
    this.amenities = input.amenities ?? this.amenities;
    this.changeAddress(input.address);
    this.changeLocation(input.location, timeZone);
    this.changeCapacity(input.capacity);
    this.changePricing(input.pricing);
    this.changeRules(input.rules);
    if (this.publishedAt) refuseToShow(lostForPublishing(missing, missingForPublishing(this)));
    this.updatedAt = now;
  }

  /** Its seasons, which are rows of their own, are about to change: that makes a new version of it. */
  changeSeasons(now: Date): void {
    if (this.status === 'archived') throw new PropertyArchived('An archived property cannot be changed.');
    this.updatedAt = now;
  }

  /** Shows it to guests; after a pause as it was. @throws NotPublishable naming all that is missing at first */
  publish(now: Date): void {
    assertTransition(this.status, 'published');
    if (!this.publishedAt) refuseToShow(missingForPublishing(this));
    this.status = 'published';
    this.publishedAt ??= now;
    this.updatedAt = now;
  }

  /** Hides it for now; bookings stay. */
  pause(now: Date): void {
    assertTransition(this.status, 'paused');
    this.status = 'paused';
    this.updatedAt = now;
  }

  /** Hides it for good. */
  archive(now: Date): void {
    assertTransition(this.status, 'archived');
    this.status = 'archived';
    this.updatedAt = now;
  }

  private changeAddress(address: UpdatePropertyDto['address']): void {
    this.addressLine1 = address?.line1 ?? this.addressLine1;
    this.city = address?.city ?? this.city;
    this.region = address?.region ?? this.region;
    this.postalCode = address?.postalCode ?? this.postalCode;
    this.country = address?.country ?? this.country;
  }

  private changeLocation(location: UpdatePropertyDto['location'], timeZone: string | undefined): void {
    this.latitude = location?.latitude ?? this.latitude;
    this.longitude = location?.longitude ?? this.longitude;
    this.timeZone = timeZone ?? this.timeZone;
  }

  private changeCapacity(capacity: UpdatePropertyDto['capacity']): void {
    this.guests = capacity?.guests ?? this.guests;
    this.bedrooms = capacity?.bedrooms ?? this.bedrooms;
    this.beds = capacity?.beds ?? this.beds;
    this.bathrooms = capacity?.bathrooms ?? this.bathrooms;
  }

  private changePricing(pricing: UpdatePropertyDto['pricing']): void {
    if (!pricing) return;
    const prices = changedPrices(pricesOf(this), pricing);
    if (this.publishedAt && prices.currency !== this.currency) {
      throw new CurrencyFixed(`Its prices are in ${this.currency}.`);
    }
    Object.assign(this, prices);
  }

  private changeRules(rules: PropertyRulesInput | undefined): void {
    Object.assign(this, changedRules(this, rules));
  }
}

function refuseToShow(errors: FieldError[]): void {
  if (errors.length === 0) return;
  throw new NotPublishable(errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '), { errors });
}

PropertySchema.setClass(Property);
