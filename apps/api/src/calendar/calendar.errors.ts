import { domainError } from '#http';

/** `reasons` tells which nights are taken; `nearest`, where a stay was asked for, which stays could be booked instead. */
export class DatesUnavailable extends domainError({
  code: 'dates_unavailable',
  status: 409,
  title: 'The dates are not available',
  example: {
    detail: 'Taken from 2027-03-02.',
    data: {
      reasons: [{ rule: 'unavailable', date: '2027-03-02' }],
      nearest: [{ checkIn: '2027-03-04', checkOut: '2027-03-07' }],
    },
  },
}) {}

/** `reasons` tells which rules the stay breaks, on which dates; `nearest` which stays could be booked instead. */
export class StayNotAllowed extends domainError({
  code: 'stay_not_allowed',
  status: 422,
  title: 'The property does not take such a stay',
  example: {
    detail: 'It breaks the property’s rules: min_nights 3.',
    data: {
      reasons: [{ rule: 'min_nights', date: '2027-03-01', value: 3 }],
      nearest: [{ checkIn: '2027-03-01', checkOut: '2027-03-04' }],
    },
  },
}) {}

/** Who cancels on a guest does not sell the nights again. */
export class BlockedForGood extends domainError({
  code: 'blocked_for_good',
  status: 409,
  title: 'Nights of a booking that you have cancelled stay off the calendar',
}) {}
