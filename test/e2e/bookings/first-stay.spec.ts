import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { bookingWhen, expectStatus, newKey, pay, place, waitFor, type BookingAnswer } from '#testing';
import { openMarket } from '../support/market.js';
import { expectInvariants } from '../support/whole.js';
import { ahead } from '../support/dates-ahead.js';

interface Found {
  data: { property: { id: string }; total: { amount: number } }[];
}

const { app, host, guest } = await openMarket();

describe('a first stay', () => {
  let propertyId: string;
  const stay = { checkIn: ahead(0), checkOut: ahead(4) };

  beforeAll(async () => {
    propertyId = await place(app, host);
  });

  it('goes from search to review, and every party sees what is theirs', async () => {
    const search = `/v1/search?place=Albany&checkIn=${stay.checkIn}&checkOut=${stay.checkOut}&guests=2`;
    const found = expectStatus(await app.get<Found>(search), 200).data.find(
      ({ property }) => property.id === propertyId,
    );
    const offer = await app.post<{
      id: string;
      total: { amount: number };
      lines: { amount: { amount: number } | number }[];
    }>('/v1/quotes', { propertyId, ...stay, guests: { adults: 2 } }, guest.token);
    expect(offer.status).toBe(201);
    expect(found?.total).toEqual(offer.body.total);

    const booking = expectStatus(
      await app.post<BookingAnswer>('/v1/bookings', { quoteId: offer.body.id }, guest.token, newKey()),
      201,
    );
    expect(booking.status).toBe('pending_payment');
    expect(expectStatus(await app.get<Found>(search), 200).data).toEqual([]);

    expectStatus(await pay(app, booking.payment), 200);
    const confirmed = await bookingWhen(app, guest, booking.id, 'confirmed');
    expect(confirmed.payment.status).toBe('captured');
    expect((await app.get<{ data: { id: string }[] }>('/v1/bookings?role=host', host.token)).body.data[0]?.id).toBe(
      booking.id,
    );

    expect(
      (await app.post(`/v1/bookings/${booking.id}/reviews`, { rating: 5, comment: 'Too early.' }, guest.token)).status,
    ).toBe(409);
    await app.post('/sandbox/clock', { now: `${ahead(1)}T12:00:00Z` });
    expect((await app.get<{ status: string }>(`/v1/bookings/${booking.id}`, guest.token)).body.status).toBe('in_stay');
    await app.post('/sandbox/clock', { now: `${ahead(5)}T00:00:00Z` });
    expect((await app.get<{ status: string }>(`/v1/bookings/${booking.id}`, guest.token)).body.status).toBe(
      'completed',
    );

    const review = await app.post(
      `/v1/bookings/${booking.id}/reviews`,
      { rating: 5, comment: 'Slept like a bird.' },
      guest.token,
    );
    expect(review.status).toBe(201);
    expect((await app.get<{ rating: object }>(`/v1/properties/${propertyId}`)).body.rating).toEqual({
      average: 5,
      count: 1,
    });
  });

  it('leaves letters in the mailbox about registration and confirmation', async () => {
    const subjects = await waitFor('three letters', async () => {
      const names = (await readdir(join(app.dataDir, 'mailbox'))).filter((name) => name.endsWith('.eml'));
      if (names.length < 3) return undefined;
      const letters = await Promise.all(
        names.map(async (name) => PostalMime.parse(await readFile(join(app.dataDir, 'mailbox', name)))),
      );
      return letters.map((letter) => `${letter.to?.[0]?.address}: ${letter.subject}`);
    });
    expect(subjects.filter((line) => line.startsWith(guest.email)).length).toBeGreaterThanOrEqual(2);
    expect(subjects.some((line) => line.startsWith(host.email))).toBe(true);
  });

  it('keeps every invariant', () => expectInvariants(app));
});
