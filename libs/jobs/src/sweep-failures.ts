import { Logger } from '@nestjs/common';
import { databaseFailure, isLostConnection, isUnavailable, messageOf } from '#database';

const QUIET_MS = 60_000;

/**
 * Writes down which sweeps fail. Each looks every second or so, and all of them fail while the database is away: the log is
 * told once when that begins, without a stack, and once when it is over; of any other failure at most once a minute.
 */
export class SweepFailures {
  readonly #logger = new Logger('Sweeps');
  /** when one last failed for want of a connection, in milliseconds that only go forward; undefined once there is one */
  #cutOffAt: number | undefined;
  /** what was last said of a sweep that fails otherwise, and when, in the same milliseconds */
  readonly #said = new Map<string, { message: string; at: number }>();

  /** To be called for each failure. */
  failed(sweep: string, error: unknown): void {
    const at = performance.now();
    if (isCutOff(error)) {
      if (this.#cutOffAt === undefined) this.#logger.error(`sweeps fail for want of a connection: ${messageOf(error)}`);
      this.#cutOffAt = at;
      return;
    }
    const message = messageOf(error);
    const said = this.#said.get(sweep);
    if (said?.message === message && at - said.at < QUIET_MS) return;
    this.#said.set(sweep, { message, at });
    this.#logger.error({ err: error, sweep }, 'sweep failed');
  }

  /**
   * To be called for each success. One that began after the last failure for want of a connection speaks for all sweeps.
   * @param beganAt by `performance.now()`
   */
  succeeded(sweep: string, beganAt: number): void {
    if (this.#cutOffAt !== undefined && beganAt > this.#cutOffAt) {
      this.#cutOffAt = undefined;
      this.#logger.warn('sweeps have a connection again');
    }
    if (this.#said.delete(sweep)) this.#logger.warn(`${sweep} fails no more`);
  }
}

/** Nobody was there who could have said no: neither the database nor its pool. */
function isCutOff(error: unknown): boolean {
  return isLostConnection(error) || (isUnavailable(error) && !databaseFailure(error));
}
