import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bookingWhen,
  expectStatus,
  newKey,
  pay,
  person,
  place,
  quote,
  TestApp,
  type BookingAnswer,
  type Person,
} from '#testing';
import { letterTo, readLetters } from '../support/letters.js';
import { expectWhole } from '../support/whole.js';

/** A hundred days ahead: strict gives half back, flexible everything. */
const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };

interface Booked extends BookingAnswer {
  bookingMode: string;
  cancellationPolicy: string;
  timeZone: string;
  hostTotal: { amount: number } | null;
}

interface Published {
  cancellationTerms: unknown;
}

interface Quoted {
  lines: { kind: string; amount: { amount: number } }[];
}

describe('what a quote has sold', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'error' });
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
  });

  afterAll(() => app.stop());

  async function change(propertyId: string, changes: object): Promise<void> {
    const { body } = await app.get<{ version: number }>(`/v1/properties/${propertyId}`, host.token);
    const request = { token: host.token, headers: { 'if-match': `"${body.version}"` }, body: changes };
    expectStatus(await app.call('PATCH', `/v1/properties/${propertyId}`, request), 200);
  }

  it('is what is booked, though the host has changed price, policy and hours since', async () => {
    const propertyId = await place(app, host, {
      title: 'The early room',
      rules: { cancellationPolicy: 'flexible', checkInFrom: '15:00', checkOutBy: '11:00' },
    });
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const quoted = (await app.get<Booked>(`/v1/quotes/${quoteId}`, guest.token)).body;
    expect(quoted).toMatchObject({ cancellationPolicy: 'flexible', timeZone: 'America/New_York' });
    await change(propertyId, {
      pricing: { nightly: { amount: 90_000, currency: 'USD' } },
      rules: { cancellationPolicy: 'non_refundable', checkInFrom: '18:00', checkOutBy: '08:00' },
    });

    const made = expectStatus(await app.post<Booked>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
    expect(made).toMatchObject({
      total: { amount: 34_200 },
      cancellationPolicy: 'flexible',
      checkInAt: quoted.checkInAt,
      checkOutAt: quoted.checkOutAt,
    });
    expect(made.checkInAt).toBe('2027-03-01T20:00:00.000Z');
    const asHost = (await app.get<Booked>(`/v1/bookings/${made.id}`, host.token)).body;
    expect(asHost.hostTotal).toEqual({ amount: 29_100, currency: 'USD' });

    expectStatus(await pay(app, made.payment), 200);
    await bookingWhen(app, guest, made.id, 'confirmed');
    await letterTo(app, guest, /^Your stay is booked: The early room/);
    const told = (await readLetters(app, guest)).find(({ subject }) => subject.endsWith('The early room'));
    expect(told?.text).toMatch(/Check-in: .*1 March 2027, from 15:00\s+Check-out: .*4 March 2027, by 11:00/);
    const preview = await app.get<{ refund: object }>(`/v1/bookings/${made.id}/cancellation`, guest.token);
    expect(preview.body.refund).toEqual({ amount: 34_200, currency: 'USD' });
    const cancelled = expectStatus(
      await app.post<Booked>(`/v1/bookings/${made.id}/cancel`, undefined, guest.token, newKey()),
      200,
    );
    expect(cancelled.payment.refunded).toEqual({ amount: 34_200, currency: 'USD' });
  });

  it.each([
    ['instant', 'request'],
    ['request', 'instant'],
  ])(
    'says how the booking is confirmed, and is what is booked: %s, though the place is at %s since',
    async (mode, now) => {
      const propertyId = await place(app, host, { rules: { bookingMode: mode } });
      const quoteId = await quote(app, guest, { propertyId, ...STAY });
      await change(propertyId, { rules: { bookingMode: now } });
      expect((await app.get<Booked>(`/v1/quotes/${quoteId}`, guest.token)).body.bookingMode).toBe(mode);
      const { data } = await app.graphql<{ quote: Booked }>(
        `{ quote(id: "${quoteId}") { bookingMode } }`,
        {},
        guest.token,
      );
      expect(data.quote.bookingMode).toBe(mode);
      const made = expectStatus(await app.post<Booked>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
      expect(made.bookingMode).toBe(mode);
      expectStatus(await app.post(`/v1/bookings/${made.id}/cancel`, undefined, guest.token, newKey()), 200);
    },
  );

  it('says on which terms it can be given back: those that the property publishes, over REST and GraphQL', async () => {
    const propertyId = await place(app, host, { rules: { cancellationPolicy: 'moderate', maxNights: 60 } });
    const property = (await app.get<Published>(`/v1/properties/${propertyId}`)).body;
    expect(property.cancellationTerms).toEqual([
      {
        code: 'moderate',
        fromNights: 1,
        grace: { hoursAfterConfirmation: 24, minDaysBeforeCheckIn: 7 },
        steps: [
          { untilBeforeCheckIn: { days: 5 }, refundPercent: 100, extraNights: 0 },
          { refundPercent: 50, extraNights: 1 },
        ],
        otherLines: [
          { kind: 'discount', refund: 'share_of_nights' },
          { kind: 'cleaning', refund: 'until_check_in' },
          { kind: 'extra_guest', refund: 'share_of_nights' },
          { kind: 'pet', refund: 'until_check_in' },
          { kind: 'guest_service_fee', refund: 'share_of_nights' },
          { kind: 'tax', refund: 'share_of_taxed' },
        ],
      },
      expect.objectContaining({ code: 'long_stay', fromNights: 28 }),
    ]);

    const [short, long] = [
      await quote(app, guest, { propertyId, ...STAY }),
      await quote(app, guest, { propertyId, checkIn: '2027-03-01', checkOut: '2027-03-29' }),
    ];
    await change(propertyId, { rules: { cancellationPolicy: 'strict' } });
    const sold = async (id: string) =>
      (await app.get<Published>(`/v1/quotes/${id}`, guest.token)).body.cancellationTerms;
    expect([await sold(short), await sold(long)]).toEqual(property.cancellationTerms);

    const query = `{ quote(id: "${short}") { cancellationTerms {
      code fromNights grace { hoursAfterConfirmation minDaysBeforeCheckIn }
      steps { untilBeforeCheckIn { days } refundPercent extraNights } otherLines { kind refund } } } 
      property(id: "${propertyId}") { cancellationTerms { code grace { hoursAfterConfirmation } } } }`;
    const { data } = await app.graphql<{ quote: Published; property: Published }>(query, {}, guest.token);
    expect(data.quote.cancellationTerms).toMatchObject({
      code: 'moderate',
      steps: [{ untilBeforeCheckIn: { days: 5 } }, { untilBeforeCheckIn: null }],
    });
    expect(data.property.cancellationTerms).toMatchObject([{ code: 'strict' }, { code: 'long_stay' }]);
  });

  it('costs a tenth less where it cannot be given back, and gives nothing back', async () => {
    const propertyId = await place(app, host, { rules: { cancellationPolicy: 'non_refundable' } });
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const quoted = (await app.get<Quoted>(`/v1/quotes/${quoteId}`, guest.token)).body;
    expect(quoted.lines.map(({ kind, amount }) => [kind, amount.amount])).toEqual([
      ...Array.from({ length: 3 }, () => ['night', 10_000]),
      ['discount', -3000],
      ['guest_service_fee', 3780],
    ]);
    const made = expectStatus(await app.post<Booked>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
    expectStatus(await pay(app, made.payment), 200);
    await bookingWhen(app, guest, made.id, 'confirmed');
    const preview = (await app.get<{ refund: object }>(`/v1/bookings/${made.id}/cancellation`, guest.token)).body;
    expect(preview.refund).toEqual({ amount: 0, currency: 'USD' });
  });

  it('is an instant booking, though the host has asked for requests since', async () => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'instant' } });
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    await change(propertyId, { rules: { bookingMode: 'request' } });
    const made = expectStatus(await app.post<Booked>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
    expectStatus(await pay(app, made.payment), 200);
    const booked = await bookingWhen(app, guest, made.id, 'confirmed');
    expect(booked).toMatchObject({ bookingMode: 'instant', payment: { status: 'captured', captured: made.total } });
  });

  it('is a request, though the host takes instant bookings since', async () => {
    const propertyId = await place(app, host, { rules: { bookingMode: 'request' } });
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    await change(propertyId, { rules: { bookingMode: 'instant' } });
    const made = expectStatus(await app.post<Booked>('/v1/bookings', { quoteId }, guest.token, newKey()), 201);
    expectStatus(await pay(app, made.payment), 200);
    const booked = await bookingWhen(app, guest, made.id, 'requested');
    expect(booked).toMatchObject({
      bookingMode: 'request',
      payment: { status: 'authorised', captured: { amount: 0 } },
    });
  });

  it('is what a cancellation goes by, even when the policy itself says something else by then', async () => {
    const propertyId = await place(app, host, { rules: { cancellationPolicy: 'strict' } });
    const quoteId = await quote(app, guest, { propertyId, ...STAY });
    const [sold] = await app.sql<{ terms: object }>('SELECT cancellation_terms AS terms FROM quotes WHERE id = $1', [
      quoteId,
    ]);
    expect(sold?.terms).toMatchObject({
      code: 'strict',
      steps: [{ untilBeforeCheckIn: { days: 7 }, refundPercent: 50 }, { refundPercent: 0 }],
    });
    await expect(app.sql(`UPDATE quotes SET cancellation_terms = '{}' WHERE id = $1`, [quoteId])).rejects.toThrow(
      'append-only',
    );
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
