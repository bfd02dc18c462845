import { sql } from '#database';

/** What a place is, and where: as its host has written it. */
export const placeColumns = sql`
  p.status,
  p.title,
  p.description,
  p.type,
  p.room_type AS "roomType",
  p.address_line1 AS "addressLine1",
  p.city,
  p.region,
  p.postal_code AS "postalCode",
  p.country,
  p.latitude,
  p.longitude,
  p.time_zone AS "timeZone",
  p.guests,
  p.bedrooms,
  p.beds,
  p.bathrooms::double precision AS bathrooms,
  p.amenities`;

/** `Prices`, of the table of properties as `p`. */
export const priceColumns = sql`
  p.currency,
  p.nightly,
  p.weekend_nightly AS "weekendNightly",
  p.cleaning_fee AS "cleaningFee",
  p.extra_guest_fee AS "extraGuestFee",
  p.guests_included AS "guestsIncluded",
  p.pet_fee AS "petFee",
  p.weekly_discount_bp AS "weeklyDiscountBp",
  p.monthly_discount_bp AS "monthlyDiscountBp",
  p.security_deposit AS "securityDeposit",
  p.length_discounts AS "lengthDiscounts",
  p.last_minute_discounts AS "lastMinuteDiscounts",
  p.early_bird_discounts AS "earlyBirdDiscounts",
  p.occupancy_discounts AS "occupancyDiscounts"`;

/** Whether the host's account is suspended, of the table of properties as `p`: nobody books with them meanwhile. */
export const hostIsSuspended = sql<boolean>`EXISTS (
  SELECT
  FROM users h
  WHERE h.id = p.host_id
    AND h.suspended_at IS NOT NULL
)`;

/** `StayRules`, of the table of properties as `p`. */
export const ruleColumns = sql`
  p.booking_mode AS "bookingMode",
  p.min_nights AS "minNights",
  p.max_nights AS "maxNights",
  p.check_in_from AS "checkInFrom",
  p.check_out_by AS "checkOutBy",
  p.cancellation_policy AS "cancellationPolicy",
  p.preparation_nights AS "preparationNights",
  p.advance_notice_hours AS "advanceNoticeHours",
  p.booking_window_days AS "bookingWindowDays",
  weekday_names(p.check_in_days) AS "checkInDays",
  p.sells_short_gaps AS "sellsShortGaps"`;
