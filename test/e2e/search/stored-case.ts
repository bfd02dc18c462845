import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { WEEKDAYS } from '#contracts/properties/weekdays.js';
import { toDateRange } from '#dates';
import { BEDROOMS, type Case } from './arbitrary-stays.js';

const AT = '2026-01-01T00:00:00Z';

/** What the search says of a stored case. */
export interface SearchSays {
  total: number | null;
  bookable: boolean;
}

/** Puts a case into the database, asks the search's functions, and takes it out again. */
export async function askSearch(client: pg.ClientBase, made: Case): Promise<SearchSays> {
  await client.query('BEGIN');
  try {
    const id = await storeProperty(client, made);
    for (const tax of made.rates.taxes) await storeTax(client, tax);
    await storeClaims(client, id, made);
    await storeDateRules(client, id, made);
    const { stay, adults, rates, now } = made;
    const { rows } = await client.query<{ total: string | null; bookable: boolean }>(
      `SELECT price.total, is_bookable(s, $2, $3, $4) AS bookable
       FROM property_search s
       LEFT JOIN night_prices own ON own.property_id = s.property_id
       CROSS JOIN LATERAL stay_price(s, own.first_date, own.amounts, $2::date, $3::date, $5::integer, $6::integer, $4) AS price
       WHERE s.property_id = $1`,
      [id, stay.checkIn, stay.checkOut, now, adults, rates.guestServiceFeeBasisPoints],
    );
    const [row] = rows;
    if (!row) throw new Error('the property is not in the search');
    return { total: row.total === null ? null : Number(row.total), bookable: row.bookable };
  } finally {
    await client.query('ROLLBACK');
  }
}

async function storeProperty(client: pg.ClientBase, { rates, rules, own, policy }: Case): Promise<string> {
  const [user, id] = [randomUUID(), randomUUID()];
  await client.query(
    `INSERT INTO users (id, first_name, last_name, created_at, updated_at) VALUES ($1, 'Ada', '', $2, $2)`,
    [user, AT],
  );
  await client.query(
    `INSERT INTO properties (id, host_id, status, title, type, room_type, city, region, country, latitude, longitude, time_zone,
       guests, bedrooms, beds, bathrooms, currency, nightly, weekend_nightly, cleaning_fee, extra_guest_fee, guests_included,
       pet_fee, weekly_discount_bp, monthly_discount_bp, min_nights, max_nights, check_in_from, preparation_nights,
       advance_notice_hours, booking_window_days, created_at, updated_at, cancellation_policy,
       check_in_days, sells_short_gaps, length_discounts, last_minute_discounts, early_bird_discounts, occupancy_discounts)
     VALUES ($1, $2, 'published', 'Flat', 'apartment', 'entire_place', 'Albany', 'New York', 'US', 42.65, -73.75, $3,
       16, $27, 1, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19, $20, $21, $22, $23, $24,
       $25, $26)`,
    [
      id,
      user,
      rules.timeZone,
      rates.currency,
      rates.nightly,
      rates.weekendNightly ?? null,
      rates.cleaningFee,
      rates.extraGuestFee,
      rates.guestsIncluded,
      rates.petFee,
      rates.weeklyDiscountBasisPoints,
      rates.monthlyDiscountBasisPoints,
      rules.minNights,
      rules.maxNights,
      rules.checkInFrom,
      rules.preparationNights,
      rules.advanceNoticeHours,
      rules.bookingWindowDays,
      AT,
      policy,
      rules.checkInDays.reduce((bits, day) => bits | (1 << WEEKDAYS.indexOf(day)), 0),
      rules.sellsShortGaps,
      rates.lengthDiscounts,
      rates.lastMinuteDiscounts,
      rates.earlyBirdDiscounts,
      rates.occupancyDiscounts,
      BEDROOMS,
    ],
  );
  for (const { name, from, to, nightly, weekendNightly } of rates.seasons) {
    await client.query('INSERT INTO seasons VALUES ($1, $2, $3, daterange($4, $5), $6, $7)', [
      randomUUID(),
      id,
      name,
      from,
      to,
      nightly,
      weekendNightly,
    ]);
  }
  if (own) await client.query('INSERT INTO rate_calendars VALUES ($1, $2, $3)', [id, own.first, own.amounts]);
  return id;
}

async function storeTax(client: pg.ClientBase, tax: Case['rates']['taxes'][number]): Promise<void> {
  const { first = 1, last = Infinity } = tax.countedNights ?? {};
  await client.query(
    `INSERT INTO tax_rules (name, authority, country, region, city, kind, basis_points, base, amount, currency, in_force_from,
       in_force_until, first_night, last_night, max_per_stay, max_per_person_night, exempt_from_nights, price_per, price_from,
       price_below, on_taxes, code)
     VALUES ($1, $2, 'US', 'new york', NULL, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      tax.name,
      tax.authority,
      tax.kind,
      tax.kind === 'percent' ? tax.basisPoints : null,
      tax.kind === 'percent' ? tax.base : null,
      tax.kind === 'percent' ? null : tax.amount,
      tax.currency,
      tax.inForceFrom,
      tax.inForceUntil,
      first,
      Number.isFinite(last) ? last : null,
      tax.maxPerStay,
      tax.maxPerPersonNight,
      tax.exemptFromNights,
      tax.nightsPriced?.per,
      tax.nightsPriced?.from,
      tax.nightsPriced?.below,
      tax.kind === 'percent' ? tax.onTaxes : null,
      tax.code,
    ],
  );
}

/** The claim of a booking needs no booking here: its foreign key is looked at when a transaction commits. */
async function storeClaims(client: pg.ClientBase, property: string, { claims }: Case): Promise<void> {
  for (const { kind, stay } of claims) {
    await client.query(
      'INSERT INTO claims (id, property_id, stay, kind, booking_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [randomUUID(), property, toDateRange(stay), kind, kind === 'booking' ? randomUUID() : null, AT],
    );
  }
}

async function storeDateRules(client: pg.ClientBase, property: string, { dateRules }: Case): Promise<void> {
  for (const [date, rule] of dateRules) {
    const { minNights, maxNights, closedToArrival, closedToDeparture } = rule;
    await client.query('INSERT INTO date_rules VALUES ($1, $2, $3, $4, $5, $6)', [
      property,
      date,
      minNights,
      maxNights,
      closedToArrival,
      closedToDeparture,
    ]);
  }
}
