import { afterAll } from '@jest/globals';
import {
  book,
  confirmedBooking,
  expectStatus,
  person,
  place,
  StripeSide,
  TestApp,
  type Answer,
  type BookingAnswer,
  type Person,
  type ProblemAnswer,
  newKey,
} from '#testing';

/** Three nights some months after the tests' beginning, for tests to which the dates do not matter. */
export const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };

/** What a booking answers, or why it was refused. */
export type Reply = Answer<BookingAnswer & ProblemAnswer & { from?: string; to?: string }>;

/** An application with a host, a guest, and Stripe's side of what they do. */
export interface Market {
  app: TestApp;
  stripe: StripeSide;
  host: Person;
  guest: Person;
  /** A booking of the guest that waits for its payment, at a new place of the host that differs by `changes`. */
  held: (changes?: object, stay?: typeof STAY) => Promise<BookingAnswer>;
  /** A booking of the guest that is paid and confirmed, at a new place of the host that differs by `changes`. */
  confirmed: (changes?: object, stay?: typeof STAY) => Promise<BookingAnswer>;
  /** The booking as its guest sees it now. */
  read: (booking: BookingAnswer) => Promise<BookingAnswer>;
  /** Accepts, declines or cancels a booking. */
  act: (booking: { id: string }, action: string, by: Person) => Promise<Reply>;
  /** The payloads of the events of this `type` about a booking, in no order. */
  eventsAbout: (booking: { id: string }, type: string) => Promise<{ outcome?: string }[]>;
  /** How many events of this `type` there were about a booking. */
  timesTold: (booking: { id: string }, type: string) => Promise<number>;
  /** The kinds of the journals of a booking, by name. */
  journals: (booking: { id: string }) => Promise<string[]>;
}

/**
 * Opens a market for the tests of one file, which closes after them: `const { app, guest, held } = await openMarket();`
 * before the first `describe`.
 * @param settings environment variables that differ
 */
export async function openMarket(settings: Record<string, string> = {}): Promise<Market> {
  const app = await TestApp.start(settings);
  afterAll(() => app.stop());
  try {
    return marketOf(app, await person(app, 'Hanna'), await person(app, 'Gil'));
  } catch (error) {
    // A file that fails before its first test has no hooks that are run.
    await app.stop();
    throw error;
  }
}

function marketOf(app: TestApp, host: Person, guest: Person): Market {
  const eventsAbout: Market['eventsAbout'] = async ({ id }, type) => {
    const statement = 'SELECT payload FROM events WHERE subject_id = $1 AND type = $2';
    return (await app.sql<{ payload: object }>(statement, [id, type])).map(({ payload }) => payload);
  };
  return {
    app,
    stripe: new StripeSide(app),
    host,
    guest,
    held: async (changes = {}, stay = STAY) =>
      book(app, guest, { propertyId: await place(app, host, changes), ...stay }),
    confirmed: async (changes = {}, stay = STAY) =>
      confirmedBooking(app, guest, { propertyId: await place(app, host, changes), ...stay }),
    read: async ({ id }) => expectStatus(await app.get<BookingAnswer>(`/v1/bookings/${id}`, guest.token), 200),
    act: ({ id }, action, by) => app.post(`/v1/bookings/${id}/${action}`, undefined, by.token, newKey()),
    eventsAbout,
    timesTold: async (booking, type) => (await eventsAbout(booking, type)).length,
    journals: async ({ id }) => {
      const statement = 'SELECT kind FROM journals WHERE booking_id = $1 ORDER BY kind';
      return (await app.sql<{ kind: string }>(statement, [id])).map(({ kind }) => kind);
    },
  };
}
