import { sql } from '#database';
import { holdsPersonalData } from '#personal-data';

/** What stays somebody has asked the price of. */
export const holdsQuotes = holdsPersonalData({
  about: 'quotes',
  tells: [
    {
      file: 'quotes',
      says: 'Stays whose price you have asked for.',
      tables: ['quotes'],
      rows: (id) => sql`
        SELECT id, property_id AS "propertyId", check_in AS "checkIn", check_out AS "checkOut", adults, children, infants, pets,
          currency, total, lines, security_deposit AS "securityDeposit", converted, cancellation_policy AS "cancellationPolicy", created_at AS "createdAt", expires_at AS "expiresAt"
        FROM quotes
        WHERE guest_id = ${id}::uuid`,
    },
  ],
  erased: 'quotes that you have not booked',
  erases: ({ id }) => [
    sql`
      DELETE FROM quotes q
      WHERE q.guest_id = ${id}::uuid
        AND NOT EXISTS (SELECT FROM bookings b WHERE b.quote_id = q.id)`,
  ],
});
