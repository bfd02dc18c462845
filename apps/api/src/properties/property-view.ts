import type { LeadTimeDiscountDto } from '#contracts/properties/discount-steps.dto.js';
import type { PropertyPricingDto } from '#contracts/properties/pricing.dto.js';
import type { PropertyDto } from '#contracts/properties/property.dto.js';
import { inOrder } from './access.rules.js';
import { termsOf } from './cancellation.rules.js';
import type { DiscountStep } from './discount-steps.rules.js';
import type { PropertyRow } from './properties.queries.js';
import { stayRulesOf } from './stay-rules.js';

/** About 100 m at the equator: near enough to choose by, too far to find the door. */
const PUBLIC_DECIMALS = 3;

/**
 * A property as it is shown: to its host, and to whom they let do anything with it, with everything; to others without
 * street and number, and with the location rounded – who has booked learns them from the booking.
 */
export function propertyView(row: PropertyRow): PropertyDto {
  const { permissions } = row;
  const own = permissions !== null;
  return {
    id: row.id,
    hostId: row.hostId,
    status: row.status,
    title: row.title,
    description: row.description,
    type: row.type,
    roomType: row.roomType,
    address: {
      ...(own && { line1: row.addressLine1 }),
      city: row.city,
      region: row.region,
      postalCode: row.postalCode,
      country: row.country,
    },
    location: own
      ? { latitude: row.latitude, longitude: row.longitude }
      : { latitude: rounded(row.latitude), longitude: rounded(row.longitude) },
    exactLocation: own,
    timeZone: row.timeZone,
    capacity: { guests: row.guests, bedrooms: row.bedrooms, beds: row.beds, bathrooms: row.bathrooms },
    amenities: row.amenities,
    ...pricingView(row),
    rules: stayRulesOf(row),
    cancellationTerms: termsOf(row.cancellationPolicy),
    rating: {
      ...(row.ratingCount > 0 && { average: averageOf(row) }),
      count: row.ratingCount,
    },
    ...(permissions && { yourPermissions: inOrder(permissions) }),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    ...(row.publishedAt && { publishedAt: row.publishedAt }),
  };
}

/**
 * The mean in hundredths, half up, as search has it: ratings have two decimals, so in hundredths they are whole and
 * exact.
 */
function averageOf({ ratingTotal, ratingCount }: PropertyRow): number {
  return Math.round(Math.round(100 * ratingTotal) / ratingCount) / 100;
}

function pricingView(row: PropertyRow): { pricing?: PropertyPricingDto } {
  const { currency, nightly, weekendNightly } = row;
  if (currency === null || nightly === null) return {};
  return {
    pricing: {
      nightly: { amount: nightly, currency },
      ...(weekendNightly !== null && { weekendNightly: { amount: weekendNightly, currency } }),
      cleaningFee: { amount: row.cleaningFee, currency },
      extraGuestFee: { amount: row.extraGuestFee, currency },
      guestsIncluded: row.guestsIncluded,
      petFee: { amount: row.petFee, currency },
      weeklyDiscountPercent: row.weeklyDiscountBp / 100,
      monthlyDiscountPercent: row.monthlyDiscountBp / 100,
      securityDeposit: { amount: row.securityDeposit, currency },
      lengthDiscounts: row.lengthDiscounts.map(([nights, basisPoints]) => ({ nights, percent: basisPoints / 100 })),
      lastMinuteDiscounts: row.lastMinuteDiscounts.map(leadTimeView),
      earlyBirdDiscounts: row.earlyBirdDiscounts.map(leadTimeView),
      occupancyDiscounts: row.occupancyDiscounts.map(([guests, basisPoints]) => ({
        guests,
        percent: basisPoints / 100,
      })),
    },
  };
}

function leadTimeView([days, basisPoints]: DiscountStep): LeadTimeDiscountDto {
  return { days, percent: basisPoints / 100 };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(PUBLIC_DECIMALS));
}
