import type { Actor } from '#auth';
import type { BookingNextAction, BookingRole } from '#contracts/booking-states.js';
import type { BookingDto } from '#contracts/bookings.dto.js';
import type { PaymentDto } from '#contracts/payments.dto.js';
import type { PriceLineDto } from '#contracts/quotes.dto.js';
import { lineView } from '../pricing/line-view.rules.js';
import { mayCause } from './booking.states.js';
import type { BookingRow, QuotedLine } from './bookings.queries.js';

/** On which side of a booking somebody is who is known to be on one: co-hosts are on the host's. */
export function roleIn(booking: { guestId: string }, userId: string): BookingRole {
  return booking.guestId === userId ? 'guest' : 'host';
}

/** Who reads a booking: a person, themselves or with support looking at their account, or a partner's organisation. */
export type BookingReader = Pick<Actor, 'id' | 'lookedAtBy'> & Partial<Pick<Actor, 'kind'>>;

/** A booking as one of its sides sees it: the guest their price, the host their earnings, which are for nobody else. */
export function bookingView(row: BookingRow, reader: BookingReader, payment: PaymentDto | undefined): BookingDto {
  const { currency } = row;
  const role = roleIn(row, reader.id);
  const isGuest = role === 'guest';
  // Support sees neither the key to paying nor what others have written.
  const isLook = reader.lookedAtBy !== undefined;
  const earns = row.hostId === reader.id;
  return {
    id: row.id,
    code: row.code,
    status: row.status,
    bookingMode: row.bookingMode,
    propertyId: row.propertyId,
    property: placeView(row, role),
    guestId: row.guestId,
    hostId: row.hostId,
    quoteId: row.quoteId,
    checkIn: row.checkIn,
    checkOut: row.checkOut,
    checkInAt: row.checkInAt,
    checkOutAt: row.checkOutAt,
    timeZone: row.timeZone,
    guests: { adults: row.adults, children: row.children, infants: row.infants, pets: row.pets },
    total: { amount: row.total, currency },
    lines: isGuest ? linesView(row.lines, currency) : null,
    hostTotal: earns ? { amount: row.hostTotal, currency } : null,
    hostLines: earns ? linesView(row.hostLines, currency) : null,
    cancellationPolicy: row.cancellationPolicy,
    message: isLook && !isGuest ? '' : row.message,
    payment: payment ? Object.assign(payment, { clientSecret: isLook ? null : secretFor(row, role, payment) }) : null,
    nextActions: nextActions(row, role, payment).filter(
      (action) => action !== 'cancel' || reader.kind !== 'organisation',
    ),
    expiresAt: row.expiresAt,
    acceptedAt: row.acceptedAt,
    confirmedAt: row.confirmedAt,
    endedAt: row.endedAt,
    version: row.version,
    createdAt: row.createdAt,
  };
}

/** What the reader can do with a booking now. */
function nextActions(
  booking: Pick<BookingRow, 'status' | 'acceptedAt'>,
  role: BookingRole,
  payment: Pick<PaymentDto, 'status'> | undefined,
): BookingNextAction[] {
  const { status } = booking;
  const canAnswer = role === 'host' && booking.acceptedAt === null && mayCause('host', 'accept', status);
  const canPay = role === 'guest' && status === 'pending_payment' && payment?.status === 'requires_payment';
  return [
    ...(canPay ? (['pay'] as const) : []),
    ...(canAnswer ? (['accept', 'decline'] as const) : []),
    ...(mayCause(role, `cancel_by_${role}`, status) ? (['cancel'] as const) : []),
  ];
}

function placeView(row: BookingRow, role: BookingRole): BookingDto['property'] {
  const knowsWhere = role === 'host' || row.confirmedAt !== null;
  const { propertyId, title, addressLine1, city, country } = row;
  return { id: propertyId, title, addressLine1: knowsWhere ? addressLine1 : null, city, country };
}

/** The key to paying is for the guest, and only while the nights are held. */
function secretFor({ status }: BookingRow, role: BookingRole, payment: PaymentDto): string | null {
  return role === 'guest' && status === 'pending_payment' ? payment.clientSecret : null;
}

function linesView(lines: readonly QuotedLine[], currency: string): PriceLineDto[] {
  return lines.map((line) => lineView(line, currency));
}
