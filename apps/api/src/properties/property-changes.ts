import { changesOf, type Changes, type ToldFields } from '#audit';
import type { Property } from './property.entity.js';

type Fields = Omit<Property, 'change' | 'changeSeasons' | 'publish' | 'pause' | 'archive'>;

/** What the audit log tells of a property: how it is let and what it costs; not where it is, and what is written of it. */
const TOLD: ToldFields<Fields> = {
  told: [
    'type',
    'roomType',
    'country',
    'timeZone',
    'guests',
    'bedrooms',
    'beds',
    'bathrooms',
    'amenities',
    'currency',
    'nightly',
    'weekendNightly',
    'cleaningFee',
    'extraGuestFee',
    'guestsIncluded',
    'petFee',
    'weeklyDiscountBp',
    'monthlyDiscountBp',
    'securityDeposit',
    'lengthDiscounts',
    'lastMinuteDiscounts',
    'earlyBirdDiscounts',
    'occupancyDiscounts',
    'bookingMode',
    'minNights',
    'maxNights',
    'checkInFrom',
    'checkOutBy',
    'cancellationPolicy',
    'preparationNights',
    'advanceNoticeHours',
    'bookingWindowDays',
    'checkInDays',
    'sellsShortGaps',
  ],
  withheld: ['title', 'description', 'addressLine1', 'city', 'region', 'postalCode', 'latitude', 'longitude'],
};

/** What a change has made of a property, for the audit log; undefined when it is as it was. */
export function changesBy(property: Property, change: () => void): { before: Changes; after: Changes } | undefined {
  const fields = [...TOLD.told, ...TOLD.withheld].map((field) => [field, property[field]]);
  const was = Object.fromEntries(fields) as Fields;
  change();
  return changesOf(TOLD, was, property);
}
