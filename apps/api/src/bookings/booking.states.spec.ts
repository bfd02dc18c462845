import { describe, expect, it } from '@jest/globals';
import {
  bookingStatuses,
  holdsNights,
  mayCause,
  nextState,
  type BookingAction,
  type BookingActor,
} from './booking.states.js';

/** Written a second time, by action rather than by status: from → to, and who. */
const legal: Record<BookingAction, string> = {
  pay: 'pending_payment→confirmed system',
  pay_late: 'expired→confirmed system',
  authorise: 'pending_payment→requested system',
  authorise_late: 'expired→requested system',
  accept: 'requested→confirmed host',
  decline: 'requested→declined host,support',
  expire: 'pending_payment→expired requested→expired system',
  begin: 'confirmed→in_stay system',
  complete: 'in_stay→completed system',
  cancel_by_guest:
    'pending_payment→cancelled_by_guest requested→cancelled_by_guest confirmed→cancelled_by_guest in_stay→cancelled_by_guest guest,support',
  cancel_by_host: 'confirmed→cancelled_by_host in_stay→cancelled_by_host host,support',
  report_no_show: 'in_stay→no_show host,support',
};
const actions = Object.keys(legal) as BookingAction[];
const actors: readonly BookingActor[] = ['guest', 'host', 'system', 'support'];
const pairs = bookingStatuses.flatMap((from) => actions.map((action) => [from, action] as const));

describe('the states of a booking', () => {
  it('are ten', () => {
    expect(bookingStatuses).toHaveLength(10);
  });

  it.each(pairs)('from %s, %s leads where it should or nowhere', (from, action) => {
    const expected = new RegExp(`(?:^| )${from}→(\\w+)`).exec(legal[action])?.[1];
    expect(nextState(from, action)).toBe(expected);
  });

  it.each(pairs)('from %s, %s is caused by nobody else', (from, action) => {
    const allowed = nextState(from, action) ? legal[action].split(' ').at(-1)?.split(',') : [];
    expect(actors.filter((actor) => mayCause(actor, action, from))).toEqual(
      actors.filter((actor) => allowed?.includes(actor)),
    );
  });

  it('hold nights unless they ended without a stay', () => {
    const holding = ['pending_payment', 'requested', 'confirmed', 'in_stay', 'completed', 'no_show'];
    expect(bookingStatuses.filter(holdsNights)).toEqual(holding);
  });

  it('are final when the stay is over or will not be', () => {
    expect(bookingStatuses.filter(isFinal).sort()).toEqual(
      ['cancelled_by_guest', 'cancelled_by_host', 'completed', 'declined', 'no_show'].sort(),
    );
  });

  it('all lead to an end', () => {
    for (const start of bookingStatuses) expect(reachable(start).some(isFinal)).toBe(true);
  });
});

/** Nothing can happen any more. `expired` is not final: a late payment may bring the booking back. */
function isFinal(status: (typeof bookingStatuses)[number]): boolean {
  return actions.every((action) => nextState(status, action) === undefined);
}

function reachable(start: (typeof bookingStatuses)[number]) {
  const seen = new Set([start]);
  for (const from of seen) {
    for (const action of actions) {
      const to = nextState(from, action);
      if (to) seen.add(to);
    }
  }
  return [...seen];
}
