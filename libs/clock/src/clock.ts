import { Injectable } from '@nestjs/common';

/**
 * The one source of "now". Deadlines, stays and quotes are judged by it, so that a test or a demonstration moves
 * time instead of waiting. Sign-in tokens are about real people and use wall time instead.
 */
@Injectable()
export class Clock {
  #offsetMs = 0;

  /** The application's current instant. */
  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** How far the application's time is ahead of wall time, in milliseconds (0 outside the sandbox). */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Sets the distance to wall time, in milliseconds. */
  setOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }
}
