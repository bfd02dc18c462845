import { API_SCOPES } from '#contracts/partners/api-scopes.js';
import { addDays, localDateAt, type LocalDate } from '#dates';
import {
  bookingWhen,
  confirmedBooking,
  expectStatus,
  PASSWORD,
  person,
  place,
  TEST_START,
  type Person,
  type TestApp,
} from '#testing';
import { grant } from '../support/grants.js';
import { apiKey, grantTo, organisation } from '../support/partners.js';
import { staff } from '../support/staff.js';
import type { Caller } from './matrix.js';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const CO_HOSTS = [
  ['coHostListing', 'listing'],
  ['coHostCalendar', 'calendar'],
  ['coHostBookings', 'bookings'],
  ['coHostMessages', 'messages'],
] as const;

/** Whether a caller has an account of its own: programs have none, and support looks by the guest's. */
export const hasAccount = (caller: Caller): boolean =>
  !['anonymous', 'look', 'keyWith', 'keyWithout', 'keyUngranted'].includes(caller);

/** By how many days the clock is moved while a scene is set. */
export const DAYS_OF_A_SCENE = 4;

/** The people of the matrix. */
export class Scene {
  readonly #people = new Map<Caller, Person>();
  /** what those send who have no account */
  readonly #tokens = new Map<Caller, string>();
  readonly #completed: string[] = [];
  #looker?: Person;

  private constructor(readonly app: TestApp) {}

  /**
   * Everyone signs up; stays that are to be over are made here, since all move on with the clock.
   * @param daysGone by which the clock has been moved before
   */
  static async set(app: TestApp, callers: readonly Caller[], completedStays: number, daysGone = 0): Promise<Scene> {
    const scene = new Scene(app);
    for (const caller of callers) if (hasAccount(caller)) scene.#people.set(caller, await person(app, caller));
    await scene.#shareWithCoHosts();
    await scene.#makeKeys();
    await scene.#look();
    for (const role of ['support', 'admin'] as const) {
      await app.sql(`UPDATE users SET roles = $1 WHERE id = $2`, [[role], scene.person(role).id]);
      await scene.renew(role);
    }
    for (let stays = 0; stays < completedStays; stays += 1) {
      const propertyId = await place(app, scene.person('host'));
      const stay = { propertyId, checkIn: date(daysGone + 1), checkOut: date(daysGone + 2) };
      scene.#completed.push((await confirmedBooking(app, scene.person('guest'), stay)).id);
    }
    await app.advance(`P${DAYS_OF_A_SCENE}D`);
    for (const id of scene.#completed) await bookingWhen(app, scene.person('guest'), id, 'completed');
    return scene;
  }

  /** Each co-host has one permission at all places of the host. */
  async #shareWithCoHosts(): Promise<void> {
    for (const [caller, permission] of CO_HOSTS)
      await grant(this.app, { host: this.person('host'), holder: this.person(caller), permissions: [permission] });
  }

  /** Keys of a partner, with all scopes and with none, and one of all scopes of a partner that nobody lets in. */
  async #makeKeys(): Promise<void> {
    const owner = await person(this.app, 'Petra');
    const partner = await organisation(this.app, owner);
    await grantTo(this.app, this.person('host'), partner, ['listing', 'calendar', 'bookings']);
    const stranger = await organisation(this.app, owner);
    this.#tokens.set('keyWith', (await apiKey(this.app, owner, partner, [...API_SCOPES])).key);
    this.#tokens.set('keyWithout', (await apiKey(this.app, owner, partner, [])).key);
    this.#tokens.set('keyUngranted', (await apiKey(this.app, owner, stranger, [...API_SCOPES])).key);
  }

  /** Somebody of support, who is no caller and so stays signed in, looks at the guest: for a quarter of an hour. */
  async #look(): Promise<void> {
    this.#looker ??= await staff(this.app, 'support', 'Lou');
    const path = `/v1/users/${this.person('guest').id}/looks`;
    const begun = await this.app.post<Tokens>(path, { reason: 'Asked by phone' }, this.#looker.token);
    this.#tokens.set('look', expectStatus(begun, 201).accessToken);
  }

  /** Suspends whom the matrix calls so: their token was good a moment ago. */
  async suspend(): Promise<void> {
    const { token, id } = this.person('suspended');
    expectStatus(await this.app.get('/v1/users/me', token), 200);
    await this.app.sql(`UPDATE users SET suspended_at = now() WHERE id = $1`, [id]);
  }

  person(caller: Caller): Person {
    const found = this.#people.get(caller);
    if (!found) throw new Error(`${caller} has no account`);
    return found;
  }

  /** What a caller sends. */
  tokenOf(caller: Caller): string | undefined {
    return caller === 'anonymous' ? undefined : (this.#tokens.get(caller) ?? this.person(caller).token);
  }

  /** Has a caller sign in again, whose sessions may have ended; a look begins anew. */
  async renew(caller: Caller): Promise<void> {
    if (caller === 'look') return this.#look();
    if (caller === 'suspended' || !hasAccount(caller)) return;
    this.person(caller).token = (await this.signIn(caller)).accessToken;
  }

  async signIn(caller: Caller): Promise<Tokens> {
    const body = { email: this.person(caller).email, password: PASSWORD };
    return expectStatus(await this.app.post<Tokens>('/v1/auth/login', body), 200);
  }

  /** A stay that is over, and has no review. */
  nextCompleted(): string {
    const id = this.#completed.pop();
    if (id === undefined) throw new Error('more stays that are over are needed');
    return id;
  }
}

/** So many days after the test's time began. */
function date(days: number): LocalDate {
  return addDays(localDateAt(TEST_START, 'UTC'), days);
}
