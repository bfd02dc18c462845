import type { ClaimKind } from '#contracts/planning-board.dto.js';
import { addDays, dateOfDay, dayOf, FIRST_YEAR, LAST_YEAR, overlaps, type LocalDate, type Stay } from '#dates';

/** Nights that are taken. */
export interface Claim {
  readonly kind: ClaimKind;
  readonly stay: Stay;
}

/** Why a night is taken, as the host sees it. */
export type TakenReason = 'booked' | 'blocked' | 'cancelled' | 'imported' | 'preparation';

/** Nights that nobody else can stay, and why. */
export interface TakenNights {
  readonly reason: TakenReason;
  readonly stay: Stay;
}

const REASONS = { booking: 'booked', block: 'blocked', cancelled: 'cancelled', imported: 'imported' } as const;

/**
 * The nights that claims take: their own, and around bookings those in which the host prepares the place, so that
 * between two bookings there are always `preparationNights`. Claims come first: a night with two reasons has the first.
 */
export function takenNights(claims: readonly Claim[], preparationNights: number): TakenNights[] {
  const own = claims.map(({ kind, stay }) => ({ reason: REASONS[kind], stay }));
  if (preparationNights === 0) return own;
  const around = claims.flatMap(({ kind, stay }) =>
    kind === 'booking' ? [preparedStay(stay, preparationNights)] : [],
  );
  return [...own, ...around.map((stay) => ({ reason: 'preparation' as const, stay }))];
}

const FIRST_DAY = dayOf(`${FIRST_YEAR}-01-01`);
const LAST_DAY = dayOf(`${LAST_YEAR}-12-31`);

/** A stay with the nights before and after it in which the place is prepared; never beyond the dates that there are. */
export function preparedStay(stay: Stay, preparationNights: number): Stay {
  return {
    checkIn: dateOfDay(Math.max(FIRST_DAY, dayOf(stay.checkIn) - preparationNights)),
    checkOut: dateOfDay(Math.min(LAST_DAY, dayOf(stay.checkOut) + preparationNights)),
  };
}

/** Why each night is taken, of those between `from` and before `to`. */
export function reasonsByNight(
  taken: readonly TakenNights[],
  from: LocalDate,
  to: LocalDate,
): Map<LocalDate, TakenReason> {
  const reasons = new Map<LocalDate, TakenReason>();
  for (const { reason, stay } of taken) {
    const end = stay.checkOut < to ? stay.checkOut : to;
    for (let night = stay.checkIn > from ? stay.checkIn : from; night < end; night = addDays(night, 1)) {
      if (!reasons.has(night)) reasons.set(night, reason);
    }
  }
  return reasons;
}

/** Those of the taken nights that a stay would need too. */
export function takenWithin(taken: readonly TakenNights[], stay: Stay): TakenNights[] {
  return taken.filter((one) => overlaps(one.stay, stay));
}
