import type { Make } from './things.js';
import { bookingToCome, draft, publishedProperty } from './things.js';

/**
 * Who reads what hangs on something else in GraphQL: each field that has a resolver of its own, through its parent, by who
 * asks. The places are the host's and the booking is the guest's, as in the matrix. Who does not see the parent is answered
 * as the parent's own row says; who sees it reads what hangs on it, without its private parts. Behind a colon is what the
 * parent is like.
 */
export const FIELDS = `
                                 anonymous guest otherGuest host otherHost coHostListing coHostCalendar coHostBookings coHostMessages support admin look keyWith keyWithout keyUngranted suspended

  Property.host:draft                  404   404        404  200       404           200            200            200            200     404   404  404     200        404          404       401
  Property.reviews:draft               404   404        404  200       404           200            200            200            200     404   404  404     200        404          404       401
  Property.calendar:draft              404   404        404  200       404           200            200            200            200     404   404  404     200        404          404       401
  Property.host:published              200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  Property.reviews:published           200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  Property.calendar:published          200   200        200  200       200           200            200            200            200     200   200  200     200        200          200       401
  Booking.property                     401   200        404  200       404           404            404            200            404     404   404  200     200        403          404       401
  Booking.guest                        401   200        404  200       404           404            404            200            404     404   404  200     200        403          404       401
  Booking.host                         401   200        404  200       404           404            404            200            404     404   404  200     200        403          404       401
`;

/** What is asked of a field, by its name in the table up to the colon. */
const SELECTED: Record<string, string> = {
  'Property.host': 'host { id }',
  'Property.reviews': 'reviews { edges { node { id } } }',
  'Property.calendar': 'calendar(from: $from, to: $to) { data { available } }',
  'Booking.property': 'property { id }',
  'Booking.guest': 'guest { id }',
  'Booking.host': 'host { id }',
};

/** What it hangs on, by the name in the table. @throws Error when nobody says how that is made */
export function parentOf(row: string): Make {
  if (row.startsWith('Booking.')) return bookingToCome;
  if (row.endsWith(':draft')) return draft;
  if (row.endsWith(':published')) return publishedProperty;
  throw new Error(`nobody says what ${row} hangs on`);
}

/** The name of a row without what its parent is like: `Type.field`. */
export function fieldOf(row: string): string {
  return row.replace(/:.*/, '');
}

/** The document that asks for it through `booking` or `property`, and the names of these two. */
export function askedBy(row: string): { query: string; parent: string; field: string } {
  const [type = '', field = ''] = fieldOf(row).split('.');
  const selected = SELECTED[fieldOf(row)] ?? '';
  const parent = type.toLowerCase();
  const dates = selected.includes('$from') ? ', $from: LocalDate!, $to: LocalDate!' : '';
  return { query: `query ($id: ID!${dates}) { ${parent}(id: $id) { ${selected} } }`, parent, field };
}
