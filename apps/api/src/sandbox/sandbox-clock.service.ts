import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#clock';
import { Database, sql } from '#database';
import { addDuration, isDuration } from '#dates';
import { JobRunner, Sweeps } from '#jobs';
import type { MoveClockDto } from '#contracts/operations.dto.js';
import { ClockCannotMove } from './sandbox.errors.js';

const LAST_INSTANT = new Date('2100-01-01T00:00:00Z');

/** Moves the application's time, and does what became due. How far it is moved outlives the process. */
@Injectable()
export class SandboxClockService implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly jobs: JobRunner,
    private readonly sweeps: Sweeps,
  ) {}

  async onModuleInit(): Promise<void> {
    const kept = await this.database.firstRow<{ offsetMs: number }>(sql`SELECT offset_ms AS "offsetMs" FROM sandbox_clock`);
    this.clock.setOffset(kept?.offsetMs ?? 0);
  }

  /**
   * Moves time forward by a duration or to an instant; resolves when all that became due has been done.
   * @throws ClockCannotMove for neither or both, for what is no duration or instant, backwards, or beyond 2100
   */
  async move(wanted: MoveClockDto): Promise<Date> {
    const now = this.clock.now();
    const target = targetOf(wanted, now);
    if (target < now) throw new ClockCannotMove('Time only moves forward.', { data: { now: now.toISOString() } });
    if (target > LAST_INSTANT) throw new ClockCannotMove('Time ends in 2100 here.');
    const offsetMs = this.clock.offsetMs + (target.getTime() - now.getTime());
    await this.database.rows(sql`
      INSERT INTO sandbox_clock (offset_ms)
      VALUES (${offsetMs})
      ON CONFLICT (id) DO UPDATE
      SET offset_ms = excluded.offset_ms`);
    this.clock.setOffset(offsetMs);
    await this.#doWhatIsDue();
    return this.clock.now();
  }

  /** What this process's own loops had taken at that moment is waited for too, and what came of it is done. */
  async #doWhatIsDue(): Promise<void> {
    await this.sweeps.runAll();
    await this.jobs.settled();
    await this.sweeps.runAll();
  }
}

function targetOf({ advance, now }: MoveClockDto, current: Date): Date {
  if ((advance === undefined) === (now === undefined)) throw new ClockCannotMove('Say either "advance" or "now".');
  if (advance !== undefined) {
    if (!isDuration(advance)) throw new ClockCannotMove('"advance" is not an ISO 8601 duration such as P3DT4H.');
    return addDuration(current, advance);
  }
  const target = new Date(now ?? '');
  if (Number.isNaN(target.getTime())) throw new ClockCannotMove('"now" is not an RFC 3339 instant.');
  return target;
}
