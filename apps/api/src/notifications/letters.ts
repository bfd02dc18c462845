import type { EventCatalogue, MoneyOfCancelled, WhyTooLate } from '#contracts/events.js';
import { localTimeAt } from '#dates';
import { formatMoney, money } from '#money';
import { letter, type Letter } from './letter.js';
import type { BookedStay } from './notifications.queries.js';

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** To the guest: the stay is theirs. */
export function confirmedToGuest(stay: BookedStay): Letter {
  return letter(`Your stay is booked: ${stay.title}`, stay.guestFirstName, [
    `${stay.hostFirstName} expects you.`,
    facts(stay, [
      ['Check-in', `${day(stay.checkIn)}, from ${localTimeAt(stay.checkInAt, stay.timeZone)}`],
      ['Check-out', `${day(stay.checkOut)}, by ${localTimeAt(stay.checkOutAt, stay.timeZone)}`],
      ['Paid', amount(stay.total, stay.currency)],
    ]),
  ]);
}

/** To the host: someone is coming. */
export function confirmedToHost(stay: BookedStay): Letter {
  return letter(`${stay.guestFirstName} is coming: ${stay.title}`, stay.hostFirstName, [
    `${stay.guestFirstName} has booked and paid. The nights are taken off your calendar.`,
    facts(stay, dates(stay)),
  ]);
}

/** To the guest: the host is asked. */
export function requestedToGuest(stay: BookedStay): Letter {
  return letter(`Your request was sent: ${stay.title}`, stay.guestFirstName, [
    `${stay.hostFirstName} has been asked, and will answer soon. Your card is charged only if the answer is yes.`,
    facts(stay, [...dates(stay), ['Total', amount(stay.total, stay.currency)]]),
  ]);
}

/** To the host: someone asks. */
export function requestedToHost(stay: BookedStay): Letter {
  return letter(`${stay.guestFirstName} asks to stay: ${stay.title}`, stay.hostFirstName, [
    `${stay.guestFirstName} would like to stay with you. Please accept or decline: a request that is not answered in time expires.`,
    facts(stay, dates(stay)),
  ]);
}

/** To the guest: the host said no. */
export function declinedToGuest(stay: BookedStay): Letter {
  return letter(`Your request was declined: ${stay.title}`, stay.guestFirstName, [
    `${stay.hostFirstName} cannot have you this time. Your card is not charged.`,
    facts(stay, dates(stay)),
  ]);
}

/**
 * To the guest: time ran out, for the payment or for the host's answer. That nothing was charged would be too much to
 * say: what was paid in the last moment may not be known yet.
 */
export function expiredToGuest(stay: BookedStay): Letter {
  return letter(`Your booking has expired: ${stay.title}`, stay.guestFirstName, [
    'It was not completed in time, so the nights are free again, and you are welcome to try again. You owe nothing: should ' +
      'a payment of yours have come through in the last moment, we will write to you about it.',
    facts(stay, dates(stay)),
  ]);
}

/** What stood in the way when the money came. */
const TOO_LATE: Record<WhyTooLate, (stay: BookedStay) => string> = {
  declined: ({ hostFirstName }) => `${hostFirstName} had declined`,
  cancelled_by_guest: () => 'you had cancelled',
  cancelled_by_host: ({ hostFirstName }) => `${hostFirstName} had cancelled`,
  nights_taken: () => 'the nights were no longer free',
  place_closed: () => 'the place took no guests any more',
  stay_over: () => 'the time of the stay was over',
};

/** What came of a late payment, and why; facts from before do not tell why. */
export type LatePayment = Pick<EventCatalogue['booking.payment_late'], 'why'> & { outcome: 'refunded' | 'released' };

/** To the guest: the money came too late and goes back. */
export function latePaymentToGuest(stay: BookedStay, { outcome, why }: LatePayment): Letter {
  const isTaken = outcome === 'refunded';
  const because = why ? TOO_LATE[why](stay) : 'the booking had ended';
  const money = isTaken
    ? 'All of it is on its way back to you.'
    : 'Nothing was taken: what your bank has set aside is let go.';
  return letter(`Your payment came too late: ${stay.title}`, stay.guestFirstName, [
    `When your payment arrived, ${because}. ${money}`,
    facts(stay, [...dates(stay), [isTaken ? 'Refund' : 'Not taken', amount(stay.total, stay.currency)]]),
  ]);
}

/** To the guest: the refund could not be made, or came back. `amount` in minor units. */
export function refundFailedToGuest(stay: BookedStay, refund: { amount: number; currency: string }): Letter {
  return letter(`Your refund did not reach you: ${stay.title}`, stay.guestFirstName, [
    'It could not be given back the way you paid. It is still yours: we will write to you about another way.',
    facts(stay, [...dates(stay), ['Refund', amount(refund.amount, refund.currency)]]),
  ]);
}

/** To the guest: their bank decides about the money. `amount` in minor units. */
export function refundDisputedToGuest(stay: BookedStay, refund: { amount: number; currency: string }): Letter {
  return letter(`Your refund waits for your bank: ${stay.title}`, stay.guestFirstName, [
    'You have asked your bank for this payment back, so we cannot refund it at the same time. If your bank does not give ' +
      'it to you, we will.',
    facts(stay, [...dates(stay), ['Refund', amount(refund.amount, refund.currency)]]),
  ]);
}

/** Who cancelled, in which state, and what goes back to the guest, in minor units; older facts know less. */
export type Cancellation = Pick<
  EventCatalogue['booking.cancelled'],
  'cancelledBy' | 'from' | 'money' | 'refundAmount' | 'currency'
>;

/** What becomes of the money; what is not known to have been paid may still be on its way. */
const MONEY: Record<MoneyOfCancelled, string> = {
  nothing_paid: 'You pay nothing: should a payment of yours still be on its way, all of it goes back to you.',
  released: 'You pay nothing: what your bank has set aside is let go.',
  refunded: 'The refund is on its way to you.',
  kept: 'Under the cancellation policy there is no refund.',
};

/** To the guest: there will be no stay. */
export function cancelledToGuest(stay: BookedStay, cancellation: Cancellation): Letter {
  const who =
    cancellation.cancelledBy === 'guest'
      ? 'As you asked, your booking is cancelled.'
      : `We are sorry: ${stay.hostFirstName} had to cancel.`;
  const money = moneyOf(cancellation);
  return letter(`Your stay is cancelled: ${stay.title}`, stay.guestFirstName, [
    money ? `${who} ${MONEY[money]}` : `${who} Your booking shows what becomes of your payment.`,
    facts(stay, [...dates(stay), ...refundFact('Refund', cancellation)]),
  ]);
}

/** To the host: nobody is coming. None about a booking that they were never told of. */
export function cancelledToHost(stay: BookedStay, cancellation: Cancellation): Letter | undefined {
  if (cancellation.from === 'pending_payment') return undefined;
  const refund = refundFact('Refund to the guest', cancellation);
  if (cancellation.from === 'requested') {
    return letter(`A request is withdrawn: ${stay.title}`, stay.hostFirstName, [
      `${stay.guestFirstName} no longer asks to stay.`,
      facts(stay, [...dates(stay), ...refund]),
    ]);
  }
  const who =
    cancellation.cancelledBy === 'host'
      ? 'As you asked, the booking is cancelled.'
      : `${stay.guestFirstName} has cancelled.`;
  return letter(`A stay is cancelled: ${stay.title}`, stay.hostFirstName, [
    who,
    facts(stay, [...dates(stay), ...refund]),
  ]);
}

/** Of a fact that does not tell: a refund that there is. That there is none may have several reasons. */
function moneyOf({ money, refundAmount }: Cancellation): MoneyOfCancelled | undefined {
  return money ?? (refundAmount > 0 ? 'refunded' : undefined);
}

/** Nothing is refunded where nothing was paid. */
function refundFact(name: string, cancellation: Cancellation): Fact[] {
  const money = moneyOf(cancellation);
  if (money !== 'refunded' && money !== 'kept') return [];
  return [[name, amount(cancellation.refundAmount, cancellation.currency)]];
}

type Fact = [name: string, value: string];

function facts({ title, code }: BookedStay, more: Fact[]): string {
  const all: Fact[] = [['Place', title], ['Booking', code], ...more];
  return all.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function dates({ checkIn, checkOut }: BookedStay): Fact[] {
  return [
    ['Check-in', day(checkIn)],
    ['Check-out', day(checkOut)],
  ];
}

function day(date: string): string {
  return DAY.format(new Date(`${date}T00:00:00Z`));
}

function amount(minor: number, currency: string): string {
  return formatMoney(money(minor, currency));
}
