/** Where a booking is in its life. */
export type BookingStatus =
  | 'pending_payment'
  | 'requested'
  | 'confirmed'
  | 'in_stay'
  | 'completed'
  | 'expired'
  | 'declined'
  | 'cancelled_by_guest'
  | 'cancelled_by_host'
  | 'no_show';

/** What can happen to a booking. */
export type BookingAction =
  | 'pay'
  | 'pay_late'
  | 'authorise'
  | 'authorise_late'
  | 'accept'
  | 'decline'
  | 'expire'
  | 'begin'
  | 'complete'
  | 'cancel_by_guest'
  | 'cancel_by_host'
  | 'report_no_show';

/** Who causes it; `system` is a deadline that passed or the word of the payment provider. */
export type BookingActor = 'guest' | 'host' | 'system' | 'support';

interface Transition {
  readonly to: BookingStatus;
  readonly by: readonly BookingActor[];
}

const cancelByGuest: Transition = { to: 'cancelled_by_guest', by: ['guest', 'support'] };
const cancelByHost: Transition = { to: 'cancelled_by_host', by: ['host', 'support'] };
const expire: Transition = { to: 'expired', by: ['system'] };

/**
 * Every legal change of a booking; what is not here is illegal. `pay` captures for an instant booking, `authorise` puts
 * a request before the host. Either may come after the hold has expired: `pay_late` and `authorise_late` bring the
 * booking back, but only together with a new claim on its nights; where these are gone, the money goes back instead and
 * the booking stays expired. A stay begins by itself at check-in time, so a no-show is reported of a stay that began.
 */
const transitions: Record<BookingStatus, Partial<Record<BookingAction, Transition>>> = {
  pending_payment: {
    pay: { to: 'confirmed', by: ['system'] },
    authorise: { to: 'requested', by: ['system'] },
    expire,
    cancel_by_guest: cancelByGuest,
  },
  requested: {
    accept: { to: 'confirmed', by: ['host'] },
    decline: { to: 'declined', by: ['host', 'support'] },
    expire,
    cancel_by_guest: cancelByGuest,
  },
  confirmed: {
    begin: { to: 'in_stay', by: ['system'] },
    cancel_by_guest: cancelByGuest,
    cancel_by_host: cancelByHost,
  },
  in_stay: {
    complete: { to: 'completed', by: ['system'] },
    cancel_by_guest: cancelByGuest,
    cancel_by_host: cancelByHost,
    report_no_show: { to: 'no_show', by: ['host', 'support'] },
  },
  expired: {
    pay_late: { to: 'confirmed', by: ['system'] },
    authorise_late: { to: 'requested', by: ['system'] },
  },
  completed: {},
  declined: {},
  cancelled_by_guest: {},
  cancelled_by_host: {},
  no_show: {},
};

/** What ended without a stay. The nights of a stay that is over, or that nobody came to, stay off the calendar. */
const WITHOUT_NIGHTS: ReadonlySet<BookingStatus> = new Set([
  'expired',
  'declined',
  'cancelled_by_guest',
  'cancelled_by_host',
]);

/** Every status, in the order of a booking's life. */
export const bookingStatuses = Object.keys(transitions) as readonly BookingStatus[];

/** Where `action` leads from `from`; `undefined` when it is illegal there. */
export function nextState(from: BookingStatus, action: BookingAction): BookingStatus | undefined {
  return transitions[from][action]?.to;
}

/** Whether `actor` may cause `action` from `from`; false for whatever is illegal there. */
export function mayCause(actor: BookingActor, action: BookingAction, from: BookingStatus): boolean {
  return transitions[from][action]?.by.includes(actor) ?? false;
}

/** Whether a booking's nights are off the calendar for it: exactly then it has a claim. */
export function holdsNights(status: BookingStatus): boolean {
  return !WITHOUT_NIGHTS.has(status);
}
