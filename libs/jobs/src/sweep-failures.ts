import { Logger } from '@nestjs/common';
import { databaseFailure, isLostConnection, isUnavailable, messageOf } from '#database';

const QUIET_MS = 60_000;

/**
 * Writes down which sweeps fail. Each looks every second or so, and all of them fail while the database is away: the log is
 * told once when that begins, without a stack, and once when it is over; of any other failure at most once a minute.
 */
export class SweepFailures {
  readonly #logger = new Logger('Sweeps');
  /** sweeps that have failed for want of a connection since there was one */
  readonly #cutOff = new Set<string>();
  /** what was last said of a sweep that fails otherwise, and when, in milliseconds that only go forward */
  readonly #said = new Map<string, { message: string; at: number }>();

  /** To be called for each failure. */
  failed(sweep: string, error: unknown): void {
    if (isCutOff(error)) {
      if (this.#cutOff.size === 0) this.#logger.error(`sweeps fail for want of a connection: ${messageOf(error)}`);
      this.#cutOff.add(sweep);
      return;
    }
    const [message, at] = [messageOf(error), performance.now()];
    const said = this.#said.get(sweep);
    if (said?.message === message && at - said.at < QUIET_MS) return;
    this.#said.set(sweep, { message, at });
    this.#logger.error({ err: error, sweep }, 'sweep failed');
  }

  /** To be called for each success. One of those that were cut off speaks for all of them. */
  succeeded(sweep: string): void {
    if (this.#cutOff.has(sweep)) {
      this.#cutOff.clear();
      this.#logger.warn('sweeps have a connection again');
    }
    if (this.#said.delete(sweep)) this.#logger.warn(`${sweep} fails no more`);
  }
}

/** Nobody was there who could have said no: neither the database nor its pool. */
function isCutOff(error: unknown): boolean {
  return isLostConnection(error) || (isUnavailable(error) && !databaseFailure(error));
}
