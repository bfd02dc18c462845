import { describe, expect, it } from '@jest/globals';
import type { MoneyOfCancelled, WhyTooLate } from '#contracts/events.js';
import { welcome } from './account-letters.js';
import {
  cancelledToGuest,
  cancelledToHost,
  confirmedToGuest,
  confirmedToHost,
  declinedToGuest,
  expiredToGuest,
  latePaymentToGuest,
  refundDisputedToGuest,
  refundFailedToGuest,
  requestedToGuest,
  requestedToHost,
} from './letters.js';

const stay = {
  code: 'RK7X2MQP',
  title: 'Haus am See',
  checkIn: '2027-03-05',
  checkOut: '2027-03-08',
  checkInAt: new Date('2027-03-05T14:00:00Z'),
  checkOutAt: new Date('2027-03-08T10:00:00Z'),
  timeZone: 'Europe/Berlin',
  total: 45_678,
  currency: 'EUR',
  guestFirstName: 'Ada',
  guestId: 'guest',
  guestEmail: 'ada@example.com',
  hostFirstName: 'Grace',
  hostId: 'host',
  hostEmail: 'grace@example.com',
};
const byGuest = {
  cancelledBy: 'guest',
  from: 'confirmed',
  money: 'refunded',
  refundAmount: 12_345,
  currency: 'EUR',
} as const;
const WHYS: [WhyTooLate | undefined, RegExp][] = [
  ['nights_taken', /arrived, the nights were no longer free\./],
  ['place_closed', /arrived, the place took no guests any more\./],
  ['stay_over', /arrived, the time of the stay was over\./],
  ['declined', /arrived, Grace had declined\./],
  ['cancelled_by_guest', /arrived, you had cancelled\./],
  ['cancelled_by_host', /arrived, Grace had cancelled\./],
  [undefined, /arrived, the booking had ended\./],
];

/** A cancellation, and what each side reads of it: which sentence, and which refund, if one is spoken of. */
interface Told {
  by: 'guest' | 'host';
  from?: 'pending_payment' | 'requested' | 'confirmed' | 'in_stay';
  money?: MoneyOfCancelled;
  refundAmount: number;
  toGuest: RegExp;
  toHost: RegExp | null;
  refund: string | null;
}

const UNPAID = /As you asked, your booking is cancelled\. You pay nothing: should a payment .* all of it goes back/;
const LET_GO = /As you asked, your booking is cancelled\. You pay nothing: what your bank has set aside is let go\./;
const BACK = /As you asked, your booking is cancelled\. The refund is on its way to you\./;
const KEPT = /As you asked, your booking is cancelled\. Under the cancellation policy there is no refund\./;
const SORRY = /We are sorry: Grace had to cancel\. The refund is on its way to you\./;
const UNKNOWN = /As you asked, your booking is cancelled\. Your booking shows what becomes of your payment\./;
const WITHDRAWN = /Ada no longer asks to stay\./;
const CANCELLED = /Ada has cancelled\./;
const AS_ASKED = /As you asked, the booking is cancelled\./;

/** Every state that can be cancelled × what can become of the money then × who cancels; and what older facts tell. */
const CANCELLATIONS: Told[] = [
  {
    by: 'guest',
    from: 'pending_payment',
    money: 'nothing_paid',
    refundAmount: 0,
    toGuest: UNPAID,
    toHost: null,
    refund: null,
  },
  {
    by: 'guest',
    from: 'pending_payment',
    money: 'released',
    refundAmount: 0,
    toGuest: LET_GO,
    toHost: null,
    refund: null,
  },
  {
    by: 'guest',
    from: 'pending_payment',
    money: 'refunded',
    refundAmount: 500,
    toGuest: BACK,
    toHost: null,
    refund: '€5.00',
  },
  {
    by: 'guest',
    from: 'requested',
    money: 'nothing_paid',
    refundAmount: 0,
    toGuest: UNPAID,
    toHost: WITHDRAWN,
    refund: null,
  },
  {
    by: 'guest',
    from: 'requested',
    money: 'released',
    refundAmount: 0,
    toGuest: LET_GO,
    toHost: WITHDRAWN,
    refund: null,
  },
  {
    by: 'guest',
    from: 'requested',
    money: 'refunded',
    refundAmount: 500,
    toGuest: BACK,
    toHost: WITHDRAWN,
    refund: '€5.00',
  },
  {
    by: 'guest',
    from: 'confirmed',
    money: 'refunded',
    refundAmount: 500,
    toGuest: BACK,
    toHost: CANCELLED,
    refund: '€5.00',
  },
  { by: 'guest', from: 'confirmed', money: 'kept', refundAmount: 0, toGuest: KEPT, toHost: CANCELLED, refund: '€0.00' },
  {
    by: 'guest',
    from: 'in_stay',
    money: 'refunded',
    refundAmount: 500,
    toGuest: BACK,
    toHost: CANCELLED,
    refund: '€5.00',
  },
  { by: 'guest', from: 'in_stay', money: 'kept', refundAmount: 0, toGuest: KEPT, toHost: CANCELLED, refund: '€0.00' },
  {
    by: 'host',
    from: 'confirmed',
    money: 'refunded',
    refundAmount: 500,
    toGuest: SORRY,
    toHost: AS_ASKED,
    refund: '€5.00',
  },
  {
    by: 'host',
    from: 'in_stay',
    money: 'refunded',
    refundAmount: 500,
    toGuest: SORRY,
    toHost: AS_ASKED,
    refund: '€5.00',
  },
  { by: 'guest', refundAmount: 500, toGuest: BACK, toHost: CANCELLED, refund: '€5.00' },
  { by: 'guest', refundAmount: 0, toGuest: UNKNOWN, toHost: CANCELLED, refund: null },
  { by: 'host', refundAmount: 500, toGuest: SORRY, toHost: AS_ASKED, refund: '€5.00' },
];

describe('letters', () => {
  it('tell a guest all that matters of a booked stay', () => {
    expect(confirmedToGuest(stay)).toEqual({
      subject: 'Your stay is booked: Haus am See',
      body: [
        'Hello Ada,',
        '',
        'Grace expects you.',
        '',
        'Place: Haus am See',
        'Booking: RK7X2MQP',
        'Check-in: Fri, 5 March 2027, from 15:00',
        'Check-out: Mon, 8 March 2027, by 11:00',
        'Paid: €456.78',
        '',
        'Roost',
        '',
      ].join('\n'),
    });
  });

  it.each([
    ['Ada', requestedToGuest(stay)],
    ['Ada', declinedToGuest(stay)],
    ['Ada', expiredToGuest(stay)],
    ['Ada', latePaymentToGuest(stay, { outcome: 'refunded' })],
    ['Ada', latePaymentToGuest(stay, { outcome: 'released' })],
    ['Ada', refundFailedToGuest(stay, { amount: 5000, currency: 'EUR' })],
    ['Ada', refundDisputedToGuest(stay, { amount: 5000, currency: 'EUR' })],
    ['Ada', cancelledToGuest(stay, byGuest)],
    ['Grace', confirmedToHost(stay)],
    ['Grace', requestedToHost(stay)],
    ['Grace', cancelledToHost(stay, byGuest)],
  ])('to %s name the place, the code and the dates: %j', (firstName, told) => {
    const { subject, body } = told ?? { subject: '', body: '' };
    expect(subject).toContain('Haus am See');
    expect(body).toMatch(new RegExp(`^Hello ${firstName},\n`));
    expect(body).toMatch(/RK7X2MQP[^]*Fri, 5 March 2027[^]*Mon, 8 March 2027/);
  });

  it.each(CANCELLATIONS)(
    'say what is true when the $by cancels what was $from, and its money is $money ($refundAmount)',
    ({ by, from, money, refundAmount, toGuest, toHost, refund }) => {
      const cancellation = { cancelledBy: by, from, money, refundAmount, currency: 'EUR' };
      const guests = cancelledToGuest(stay, cancellation).body;
      const hosts = cancelledToHost(stay, cancellation)?.body;
      expect(guests).toMatch(toGuest);
      expect(refundIn(guests)).toBe(refund);
      expect(hosts).toEqual(toHost === null ? undefined : expect.stringMatching(toHost));
      expect(refundIn(hosts)).toBe(toHost === null ? null : refund);
    },
  );

  it.each(WHYS)('say why a payment came too late: %s', (why, text) => {
    const refunded = latePaymentToGuest(stay, { outcome: 'refunded', why }).body;
    const released = latePaymentToGuest(stay, { outcome: 'released', why }).body;
    expect([refunded, released]).toEqual([expect.stringMatching(text), expect.stringMatching(text)]);
    expect(refunded).toMatch(/All of it is on its way back[^]*\nRefund: €456\.78/);
    expect(released).toMatch(/Nothing was taken[^]*\nNot taken: €456\.78/);
  });

  it('do not say of what has expired that nothing was charged: it may have been paid in the last moment', () => {
    expect(expiredToGuest(stay).body).not.toMatch(/not charged/);
  });

  it('greet by first name', () => {
    expect(welcome('Ada').body).toMatch(/^Hello Ada,\n/);
  });
});

function refundIn(body: string | undefined): string | null {
  return /^Refund(?: to the guest)?: (.*)$/m.exec(body ?? '')?.[1] ?? null;
}
