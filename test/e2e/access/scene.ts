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
import type { Caller } from './matrix.js';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

/** The people of the matrix. */
export class Scene {
  readonly #people = new Map<Caller, Person>();
  readonly #completed: string[] = [];

  private constructor(readonly app: TestApp) {}

  /** Everyone signs up; stays that are to be over are made here, since all move on with the clock. */
  static async set(app: TestApp, callers: readonly Caller[], completedStays: number): Promise<Scene> {
    const scene = new Scene(app);
    for (const caller of callers) if (caller !== 'anonymous') scene.#people.set(caller, await person(app, caller));
    for (const role of ['support', 'admin'] as const) {
      await app.sql(`UPDATE users SET roles = $1 WHERE id = $2`, [[role], scene.person(role).id]);
      await scene.renew(role);
    }
    for (let stays = 0; stays < completedStays; stays += 1) {
      const propertyId = await place(app, scene.person('host'));
      const stay = { propertyId, checkIn: date(1), checkOut: date(2) };
      scene.#completed.push((await confirmedBooking(app, scene.person('guest'), stay)).id);
    }
    await app.advance('P4D');
    for (const id of scene.#completed) await bookingWhen(app, scene.person('guest'), id, 'completed');
    return scene;
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
    return caller === 'anonymous' ? undefined : this.person(caller).token;
  }

  /** Has a caller sign in again, whose sessions may have ended. */
  async renew(caller: Caller): Promise<void> {
    if (caller === 'anonymous' || caller === 'suspended') return;
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
