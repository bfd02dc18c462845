import type { BookingRole } from '#contracts/booking-states.js';
import type { CancellationDto, RefundReasonDto } from '#contracts/cancellations.dto.js';
import { localTimeAt } from '#dates';
import { chargeableUp, money } from '#money';
import type { Booking } from '../booking.entity.js';
import type { SoldStay } from '../booking-life.queries.js';
import { KEPT_BY_HOST, refundFor, type Refund } from './refund.js';

/** A booking as far as its cancellation depends on it. */
export type CancellableBooking = Pick<
  Booking,
  'id' | 'checkIn' | 'checkOut' | 'checkInAt' | 'timeZone' | 'confirmedAt' | 'currency'
>;

/** A cancellation's refund; the reasons may say that there was nothing to give back. */
export type ExplainedRefund = Omit<Refund, 'explanation' | 'hostKeeps'> & {
  readonly hostKeeps: number;
  readonly explanation: readonly RefundReasonDto[];
};

const NOTHING_PAID: ExplainedRefund = {
  lines: [],
  refund: 0,
  hostKeeps: 0,
  explanation: [{ code: 'nothing_paid', text: 'Nothing has been paid: what is held is let go.' }],
  validUntil: null,
};

/**
 * What goes back when `cancelledBy` cancels at `now`; the same for the preview and for the cancellation itself.
 * @param sold the guest's price, and the terms on which it was sold
 * @param paid minor units that have come in and not gone back
 */
export function refundOfCancellation(
  booking: CancellableBooking,
  { lines, cancellationTerms }: Readonly<SoldStay>,
  paid: number,
  cancelledBy: BookingRole,
  now: Date,
): ExplainedRefund {
  if (booking.confirmedAt === null || paid === 0) return NOTHING_PAID;
  const { checkIn, checkOut } = booking;
  const refund = refundFor({
    policy: cancellationTerms,
    stay: { checkIn, checkOut },
    checkInTime: localTimeAt(booking.checkInAt, booking.timeZone),
    zone: booking.timeZone,
    lines,
    paid,
    confirmedAt: booking.confirmedAt,
    now,
    cancelledBy,
  });
  return payableByCard(refund, booking.currency);
}

/** Where cards lack the currency's last decimal, the guest is given the rest of it: of our fee, if that is enough. */
function payableByCard(refund: Refund, currency: string): Refund {
  const rest = chargeableUp(money(refund.refund, currency)) - refund.refund;
  if (rest === 0) return refund;
  const canGive = refund.lines.filter(({ kept }) => kept >= rest);
  const giving = canGive.find(({ kind }) => kind === 'guest_service_fee') ?? canGive.at(-1);
  if (!giving) return refund;
  const given = { ...giving, refund: giving.refund + rest, kept: giving.kept - rest };
  return {
    ...refund,
    lines: refund.lines.map((line) => (line === giving ? given : line)),
    refund: refund.refund + rest,
    hostKeeps: refund.hostKeeps - (KEPT_BY_HOST.has(giving.kind) ? rest : 0),
  };
}

/** A refund in the shape that it is shown in. */
export function toCancellationDto(
  { id, currency }: Pick<CancellableBooking, 'id' | 'currency'>,
  cancelledBy: BookingRole,
  refund: ExplainedRefund,
): CancellationDto {
  return {
    bookingId: id,
    cancelledBy,
    refund: { amount: refund.refund, currency },
    lines: refund.lines.map(({ kind, description, paid, refund: back, kept }) => ({
      kind,
      description,
      paid: { amount: paid, currency },
      refund: { amount: back, currency },
      kept: { amount: kept, currency },
    })),
    reasons: refund.explanation.map(({ code, text }) => ({ code, text })),
    validUntil: refund.validUntil,
  };
}
