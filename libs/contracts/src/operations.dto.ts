import { IsOptional } from 'class-validator';
import { IsLine } from './validators.js';

/** The state of the process. */
export class HealthDto {
  /**
   * `ok`
   * @example "ok"
   */
  status!: string;
}

/** How the sandbox's clock is moved: one of the two. */
export class MoveClockDto {
  /**
   * By how much, as an ISO 8601 duration
   * @example "P3DT4H"
   */
  @IsOptional()
  @IsLine(2, 60)
  advance?: string;

  /**
   * To when, as an RFC 3339 instant
   * @example "2027-03-01T12:00:00Z"
   */
  @IsOptional()
  @IsLine(10, 40)
  now?: string;
}

/** The application's time. */
export class ClockDto {
  /**
   * The application's time now
   * @example "2027-03-01T12:00:00.000Z"
   */
  now!: Date;
}
