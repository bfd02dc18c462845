import { describe, expect, it } from '@jest/globals';
import {
  cancelledToGuest,
  cancelledToHost,
  confirmedToGuest,
  confirmedToHost,
  declinedToGuest,
  expiredToGuest,
  latePaymentToGuest,
  refundFailedToGuest,
  requestedToGuest,
  requestedToHost,
  welcome,
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
  guestEmail: 'ada@example.com',
  hostFirstName: 'Grace',
  hostEmail: 'grace@example.com',
};
const byGuest = { cancelledBy: 'guest', refundAmount: 12_345, currency: 'EUR' } as const;

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
    ['Ada', latePaymentToGuest(stay, 'refunded')],
    ['Ada', latePaymentToGuest(stay, 'released')],
    ['Ada', refundFailedToGuest(stay, { amount: 5000, currency: 'EUR' })],
    ['Ada', cancelledToGuest(stay, byGuest)],
    ['Grace', confirmedToHost(stay)],
    ['Grace', requestedToHost(stay)],
    ['Grace', cancelledToHost(stay, byGuest)],
  ])('to %s name the place, the code and the dates: $subject', (firstName, { subject, body }) => {
    expect(subject).toContain('Haus am See');
    expect(body).toMatch(new RegExp(`^Hello ${firstName},\n`));
    expect(body).toMatch(/RK7X2MQP[^]*Fri, 5 March 2027[^]*Mon, 8 March 2027/);
  });

  it('say who cancelled and what goes back', () => {
    expect(cancelledToGuest(stay, byGuest).body).toMatch(/As you asked[^]*Refund: €123\.45/);
    expect(cancelledToGuest(stay, { ...byGuest, cancelledBy: 'host' }).body).toContain('Grace had to cancel');
    expect(cancelledToGuest(stay, { ...byGuest, refundAmount: 0 }).body).toMatch(
      /there is no refund[^]*Refund: €0\.00/,
    );
    expect(cancelledToHost(stay, byGuest).body).toMatch(/Ada has cancelled[^]*Refund to the guest: €123\.45/);
  });

  it('greet by first name', () => {
    expect(welcome('Ada').body).toMatch(/^Hello Ada,\n/);
  });
});
