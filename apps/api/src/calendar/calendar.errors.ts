import { domainError } from '#http';

/** `reasons` tells which nights are taken. */
export class DatesUnavailable extends domainError({
  code: 'dates_unavailable',
  status: 409,
  title: 'The dates are not available',
}) {}

/** `reasons` tells which rules of the property the stay breaks. */
export class StayNotAllowed extends domainError({
  code: 'stay_not_allowed',
  status: 422,
  title: 'The property does not take such a stay',
}) {}

/** Who cancels on a guest does not sell the nights again. */
export class BlockedForGood extends domainError({
  code: 'blocked_for_good',
  status: 409,
  title: 'Nights of a booking that you have cancelled stay off the calendar',
}) {}
