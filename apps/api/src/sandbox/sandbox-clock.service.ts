import { Injectable } from '@nestjs/common';
import { Clock } from '#clock';
import { Database, firstRow, rows, sql } from '#database';
import { addDuration, instantOf } from '#dates';
import { InvalidInput } from '#http';
import { JobRunner, Sweeps } from '#jobs';
import type { MoveClockDto } from '#contracts/operations.dto.js';
import { CLOCK_CHANNEL, SandboxClockFollower } from './clock-follower.js';
import { ClockCannotMove } from './sandbox.errors.js';
import { StripeNews } from './stripe-news.js';

const LAST_INSTANT = new Date('2100-01-01T00:00:00Z');

/** Moves the time of every process, and does what became due. How far it is moved outlives them. */
@Injectable()
export class SandboxClockService {
  #lastMove: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly jobs: JobRunner,
    private readonly sweeps: Sweeps,
    private readonly stripe: StripeNews,
    private readonly follower: SandboxClockFollower,
  ) {}

  /** What time it is in this process, which follows every move. */
  now(): Date {
    return this.clock.now();
  }

  /**
   * Moves time forward by a duration or to an instant, one caller after the other; resolves when all that became due has
   * been done.
   * @throws InvalidInput for neither or both, ClockCannotMove for backwards or beyond 2100
   */
  async move(wanted: MoveClockDto): Promise<Date> {
    const move = this.#lastMove.then(() => this.#move(wanted));
    this.#lastMove = move.catch(() => undefined);
    return move;
  }

  async #move(wanted: MoveClockDto): Promise<Date> {
    // Who has just paid must not find the hold expired, because the news of it were still on their way.
    await this.#doWhatIsDue();
    const offsetMs = await this.#write(wanted);
    await this.follower.allFollow(offsetMs);
    await this.#doWhatIsDue();
    return this.clock.now();
  }

  /** Writes how far time is moved from where the table says it is: another process may move it at this moment. */
  async #write(wanted: MoveClockDto): Promise<number> {
    return this.database.transaction(async (tx) => {
      await rows(tx, sql`INSERT INTO sandbox_clock (offset_ms) VALUES (0) ON CONFLICT (id) DO NOTHING`);
      const kept = await firstRow(tx, sql<{ ms: number }>`SELECT offset_ms AS ms FROM sandbox_clock FOR UPDATE`);
      const wallMs = Date.now();
      const target = allowedTarget(wanted, new Date(wallMs + (kept?.ms ?? 0)));
      const offsetMs = target.getTime() - wallMs;
      await rows(tx, sql`UPDATE sandbox_clock SET offset_ms = ${offsetMs}`);
      await rows(tx, sql`SELECT pg_notify(${CLOCK_CHANNEL}, '')`);
      return offsetMs;
    });
  }

  /** What this process's own loops are at, and what Stripe is telling, is waited for too; then what came of it is done. */
  async #doWhatIsDue(): Promise<void> {
    await this.stripe.delivered();
    await this.sweeps.runAll();
    await Promise.all([this.jobs.settled(), this.stripe.delivered()]);
    await this.sweeps.runAll();
    await this.jobs.settled();
  }
}

function allowedTarget(wanted: MoveClockDto, now: Date): Date {
  const target = targetOf(wanted, now);
  if (target < now) throw new ClockCannotMove('Time only moves forward.', { data: { now: now.toISOString() } });
  if (target > LAST_INSTANT) throw new ClockCannotMove('Time ends in 2100 here.');
  return target;
}

function targetOf({ advance, now }: MoveClockDto, current: Date): Date {
  if (advance !== undefined && now === undefined) return later(current, advance);
  if (now !== undefined && advance === undefined) return instantOf(now);
  const message = 'must be said, or "now" instead, and not both';
  throw new InvalidInput([{ pointer: '/advance', code: 'either', message }]);
}

function later(current: Date, advance: string): Date {
  try {
    return addDuration(current, advance);
  } catch (error) {
    if (error instanceof RangeError) throw new ClockCannotMove('There is no time as late as that.');
    throw error;
  }
}
