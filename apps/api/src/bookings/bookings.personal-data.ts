import type { RawBuilder } from 'kysely';
import { sql } from '#database';
import { holdsPersonalData, type OpenMatter, type ToldRow } from '#personal-data';

const columns = sql`
  b.id,
  b.code,
  b.status,
  b.booking_mode AS "bookingMode",
  b.property_id AS "propertyId",
  b.check_in AS "checkIn",
  b.check_out AS "checkOut",
  b.check_in_at AS "checkInAt",
  b.check_out_at AS "checkOutAt",
  b.time_zone AS "timeZone",
  b.adults,
  b.children,
  b.infants,
  b.pets,
  b.currency,
  b.cancellation_policy AS "cancellationPolicy",
  b.created_at AS "createdAt",
  b.accepted_at AS "acceptedAt",
  b.confirmed_at AS "confirmedAt",
  b.ended_at AS "endedAt"`;

const staysOf = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT ${columns}, b.quote_id AS "quoteId", b.total, b.message, p.title, p.city, p.country, host.first_name AS "hostFirstName"
  FROM bookings b
  JOIN properties p ON p.id = b.property_id
  JOIN users host ON host.id = b.host_id
  WHERE b.guest_id = ${id}::uuid`;

/** What guests have written, and how they are reached, is theirs. */
const hostedBy = (id: string): RawBuilder<ToldRow> => sql<ToldRow>`
  SELECT ${columns}, b.host_total AS "hostTotal", p.title, guest.first_name AS "guestFirstName"
  FROM bookings b
  JOIN properties p ON p.id = b.property_id
  JOIN users guest ON guest.id = b.guest_id
  WHERE b.host_id = ${id}::uuid`;

/** Stays that have not ended, on either side. */
const openStays = (id: string): RawBuilder<OpenMatter> => sql<OpenMatter>`
  SELECT
    'stay' AS type,
    b.id,
    CASE WHEN b.guest_id = ${id}::uuid THEN 'You are the guest of' ELSE 'You are the host of' END
      || ' booking ' || b.code || ', which is ' || b.status || '.' AS reason,
    CASE WHEN b.status IN ('pending_payment', 'requested') THEN b.expires_at ELSE b.check_out_at END AS until
  FROM bookings b
  WHERE (b.guest_id = ${id}::uuid OR b.host_id = ${id}::uuid)
    AND b.status IN ('pending_payment', 'requested', 'confirmed', 'in_stay')`;

/** Stays, and what was agreed about them. */
export const holdsBookings = holdsPersonalData({
  about: 'bookings',
  tells: [
    { file: 'stays', says: 'Stays that you have booked.', tables: ['bookings'], rows: staysOf },
    {
      file: 'hosted-stays',
      says: 'Stays at your places. Of your guests only the first names are told.',
      tables: ['bookings'],
      rows: hostedBy,
    },
  ],
  erased: 'what you have written to hosts',
  kept: [
    {
      what: 'dates, amounts and terms of your bookings, without your name',
      why: 'the other side has them too, and books have to be kept for as long as tax law asks (GDPR, article 17(3)(b))',
    },
  ],
  keepsOpen: openStays,
  erases: ({ id, now }) => [
    sql`
      UPDATE bookings
      SET message = '', updated_at = ${now}, version = version + 1
      WHERE guest_id = ${id}::uuid
        AND message <> ''`,
  ],
});
