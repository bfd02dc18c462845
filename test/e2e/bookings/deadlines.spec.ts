import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { book, bookingWhen, confirmedBooking, person, place, TestApp, type BookingAnswer, type Person } from '#testing';
import { expectWhole } from '../support/whole.js';

/** More than a sweep takes at a time. */
const POISONED = 51;

const day = (offset: number) => new Date(Date.UTC(2027, 0, 4 + offset)).toISOString().slice(0, 10);

describe('deadlines of bookings that cannot be kept', () => {
  let app: TestApp;
  let host: Person;
  let guest: Person;
  let propertyId: string;
  let nextNight = 0;

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'silent' });
    host = await person(app, 'Hanna');
    guest = await person(app, 'Gil');
    propertyId = await place(app, host, { rules: { bookingWindowDays: 730, cancellationPolicy: 'flexible' } });
  });

  afterAll(() => app.stop());

  const stay = () => {
    nextNight += 1;
    return { propertyId, checkIn: day(nextNight), checkOut: day(nextNight + 1) };
  };

  /** Has PostgreSQL refuse a state to all bookings that have not been marked as sound. */
  const poison = async (status: string): Promise<void> => {
    await app.sql(
      `CREATE TRIGGER poison BEFORE UPDATE ON bookings FOR EACH ROW
       WHEN (NEW.status = '${status}' AND NEW.message <> 'sound') EXECUTE FUNCTION refuse_change()`,
    );
  };
  const cure = () => app.sql('DROP TRIGGER poison ON bookings');
  const makeSound = ({ id }: BookingAnswer) =>
    app.sql(`UPDATE bookings SET message = 'sound', expires_at = expires_at + INTERVAL '1 second' WHERE id = $1`, [id]);
  const statuses = async (): Promise<Record<string, number>> => {
    const found = await app.sql<{ status: string; count: number }>(
      'SELECT status, count(*)::integer AS count FROM bookings GROUP BY status',
    );
    return Object.fromEntries(found.map(({ status, count }) => [status, count]));
  };

  it(`let the others expire behind ${POISONED} of them, and are kept once they can be`, async () => {
    for (let n = 0; n < POISONED; n += 1) await book(app, guest, stay());
    const last = await book(app, guest, stay());
    await makeSound(last);
    await poison('expired');
    await app.advance('PT16M');
    await bookingWhen(app, guest, last.id, 'expired');
    expect(await statuses()).toEqual({ pending_payment: POISONED, expired: 1 });
    const aside = await app.sql('SELECT FROM bookings WHERE attempts > 0 AND retry_at IS NOT NULL');
    expect(aside).toHaveLength(POISONED);
    await cure();
    await app.advance('PT2H');
    expect(await statuses()).toEqual({ expired: POISONED + 1 });
    expect(await app.sql('SELECT FROM bookings WHERE attempts > 0 OR retry_at IS NOT NULL')).toEqual([]);
  });

  it.each([
    ['begin', 'in_stay'],
    ['end', 'completed'],
  ])('let the stays of others %s', async (_what, status) => {
    const [poisoned, sound] = [await confirmedBooking(app, guest, stay()), await confirmedBooking(app, guest, stay())];
    await makeSound(sound);
    await poison(status);
    await app.moveTo(new Date(Date.parse(sound.checkOutAt) + 60_000));
    await bookingWhen(app, guest, sound.id, 'completed');
    expect((await app.get<BookingAnswer>(`/v1/bookings/${poisoned.id}`, guest.token)).body.status).not.toBe(status);
    await cure();
    await app.advance('PT2H');
    await bookingWhen(app, guest, poisoned.id, 'completed');
  });

  it('leaves the books and Stripe in agreement', () => expectWhole(app));
});
