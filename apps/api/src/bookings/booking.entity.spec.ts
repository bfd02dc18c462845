import { describe, expect, it } from '@jest/globals';
import { Booking } from './booking.entity.js';
import { bookingStatuses, mayCause, nextState, type BookingAction, type BookingActor } from './booking.states.js';

const THEN = new Date('2027-03-01T12:00:00Z');
const NOW = new Date('2027-03-02T12:00:00Z');
const REQUEST_EXPIRES = new Date('2027-03-03T12:00:00Z');

const actions: readonly BookingAction[] = [
  'pay',
  'pay_late',
  'authorise',
  'authorise_late',
  'accept',
  'decline',
  'expire',
  'begin',
  'complete',
  'cancel_by_guest',
  'cancel_by_host',
  'report_no_show',
];
const actors: readonly BookingActor[] = ['guest', 'host', 'system', 'support'];
const ENDED = new Set(['completed', 'expired', 'declined', 'cancelled_by_guest', 'cancelled_by_host']);

const moves = bookingStatuses.flatMap((from) =>
  actions.flatMap((action) => {
    const to = nextState(from, action);
    const actor = actors.find((each) => mayCause(each, action, from));
    return to && actor ? [{ from, action, to, actor }] : [];
  }),
);

/** A booking in a state, as it was left there. */
function bookingIn(status: Booking['status']): Booking {
  const endedAt = ENDED.has(status) ? THEN : null;
  return Object.assign(new Booking(), {
    status,
    acceptedAt: null,
    expiresAt: THEN,
    endedAt,
    attempts: 3,
    retryAt: THEN,
  });
}

describe('a booking that moves', () => {
  it('has all the moves of the table of states', () => {
    expect(moves).toHaveLength(17);
  });

  it.each(moves)('from $from to $to has an end exactly when it is at one', ({ from, action, to, actor }) => {
    const booking = bookingIn(from);
    booking.move(action, actor, NOW, REQUEST_EXPIRES);
    expect(booking.status).toBe(to);
    expect(booking.endedAt).toEqual(ENDED.has(to) ? NOW : null);
  });

  it('back from its end before the host does not say any more that it has ended', () => {
    const booking = bookingIn('expired');
    booking.move('authorise_late', 'system', NOW, REQUEST_EXPIRES);
    expect(booking).toMatchObject({ status: 'requested', endedAt: null, expiresAt: REQUEST_EXPIRES });
  });

  it.each(moves)('from $from to $to owes nothing to tries of the deadline before', ({ from, action, actor }) => {
    const booking = bookingIn(from);
    booking.move(action, actor, NOW, REQUEST_EXPIRES);
    expect(booking).toMatchObject({ attempts: 0, retryAt: null });
  });
});
