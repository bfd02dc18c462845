import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#audit';
import { CONFIG, type AppConfig } from '#config';
import { Database } from '#database';
import { countFailure, delayOf, forgetFailures, takeBackFailure, type FailuresOf } from './login-brake.queries.js';
import { loginDelays } from './login-delays.js';
import { LoginDelayed } from '../users.errors.js';

/** A login that is being tried. It counts as a failure until it is known to be none. */
export interface LoginAttempt extends FailuresOf {
  failures: number;
}

/**
 * Slows down whoever guesses the password of one account, or its second factor, from however many addresses. Failures in a
 * row are counted for the e-mail address, whether it has an account or not, in PostgreSQL: every process sees them, and no
 * restart forgets them. That a stranger's guesses do not shut the owner out: sessions that are open stay so and go on being
 * refreshed, and a network from which the account has been used of late has a count of its own, on which nobody elsewhere
 * has a hold.
 */
@Injectable()
export class LoginBrake {
  readonly #delays: number[];

  constructor(
    private readonly db: Database,
    private readonly audit: Audit,
    @Inject(CONFIG) { auth }: AppConfig,
  ) {
    this.#delays = loginDelays(auth);
  }

  /**
   * Lets a login be tried, and counts it: before the password is looked at, so that guesses which are made all at once do
   * not all pass before the first of them has failed.
   * @throws LoginDelayed
   */
  async admit(of: FailuresOf): Promise<LoginAttempt> {
    const counted = await this.db.firstRow(countFailure(of, this.#delays));
    if (counted) return { ...of, ...counted };
    const { seconds } = (await this.db.firstRow(delayOf(of))) ?? { seconds: 1 };
    throw new LoginDelayed(`Try again in ${seconds} seconds.`, { retryAfterSeconds: seconds });
  }

  /**
   * The password of an account was wrong, which the audit log is told of. It cannot be filled in this way: what the brake
   * refuses is not told of, and it lets one account be guessed at a hundred times, and once a day from there on.
   */
  noteFailure(userId: string): void {
    this.audit.note({ action: 'sign_in.failed', subject: userId });
  }

  /** Somebody has signed in: what failed before is forgotten. */
  async succeeded(of: FailuresOf): Promise<void> {
    await this.db.rows(forgetFailures(of));
  }

  /** The password has not been looked at: the attempt was none. */
  async takeBack(attempt: LoginAttempt): Promise<void> {
    await this.db.rows(takeBackFailure(attempt, attempt.failures));
  }
}
