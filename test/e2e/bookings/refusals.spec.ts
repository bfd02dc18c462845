import { describe, expect, it } from '@jest/globals';
import {
  book,
  expectStatus,
  person,
  place,
  quote,
  type Answer,
  type BookingAnswer,
  type ProblemAnswer,
  newKey,
} from '#testing';
import { openMarket, STAY } from '../support/market.js';
import { freeNights } from '../support/nights.js';
import { expectWhole } from '../support/whole.js';

const FREE = [true, true, true];

const { app, stripe, host, guest } = await openMarket({ LOG_LEVEL: 'error' });

describe('a booking is refused', () => {
  const make = (quoteId: string): Promise<Answer<BookingAnswer & ProblemAnswer>> =>
    app.post('/v1/bookings', { quoteId }, guest.token, newKey());

  const expectNothingHeld = async (propertyId: string): Promise<void> => {
    await stripe.quiet();
    expect(await freeNights(app, { propertyId, ...STAY })).toEqual(FREE);
    expect(await app.sql('SELECT FROM claims WHERE property_id = $1', [propertyId])).toEqual([]);
  };

  it('from a quote that made one already, which it names', async () => {
    const quoteId = await quote(app, guest, { propertyId: await place(app, host), ...STAY });
    const booking = expectStatus(await make(quoteId), 201);
    expect(await make(quoteId)).toMatchObject({ status: 409, body: { code: 'quote_used', bookingId: booking.id } });
  });

  it('when somebody else holds one of the nights, until they let go of it', async () => {
    const propertyId = await place(app, host);
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const other = await person(app, 'Olga');
    const rival = await book(app, other, { propertyId, checkIn: '2027-03-03', checkOut: '2027-03-05' });
    expect(await make(quoteId)).toMatchObject({ status: 409, body: { code: 'dates_unavailable' } });
    expectStatus(await app.post(`/v1/bookings/${rival.id}/cancel`, undefined, other.token, newKey()), 200);
    expectStatus(await make(quoteId), 201);
  });

  it('when the host has paused the place since', async () => {
    const propertyId = await place(app, host);
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    expectStatus(await app.post(`/v1/properties/${propertyId}/pause`, undefined, host.token), 200);
    expect(await make(quoteId)).toMatchObject({ status: 409, body: { code: 'property_not_bookable' } });
  });

  it('when the place no longer takes such a stay', async () => {
    const propertyId = await place(app, host);
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const { body } = await app.get<{ version: number }>(`/v1/properties/${propertyId}`, host.token);
    const change = {
      token: host.token,
      headers: { 'if-match': `"${body.version}"` },
      body: { rules: { minNights: 5 } },
    };
    expectStatus(await app.call('PATCH', `/v1/properties/${propertyId}`, change), 200);
    expect(await make(quoteId)).toMatchObject({ status: 422, body: { code: 'stay_not_allowed' } });
    await expectNothingHeld(propertyId);
  });

  it('but not when only the price has changed: a quote keeps its price', async () => {
    const propertyId = await place(app, host);
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const { body } = await app.get<{ version: number }>(`/v1/properties/${propertyId}`, host.token);
    const pricing = { nightly: { amount: 99_900, currency: 'USD' } };
    const change = { token: host.token, headers: { 'if-match': `"${body.version}"` }, body: { pricing } };
    expectStatus(await app.call('PATCH', `/v1/properties/${propertyId}`, change), 200);
    expect(expectStatus(await make(quoteId), 201).total.amount).toBe(34_200);
  });

  it('from a quote that is older than half an hour', async () => {
    const propertyId = await place(app, host);
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    await app.advance('PT30M');
    expect(await make(quoteId)).toMatchObject({ status: 409, body: { code: 'quote_expired' } });
    await expectNothingHeld(propertyId);
  });

  it('and the books and Stripe agree', () => expectWhole(app));
});
