import { isDuration, isInstant } from '#dates';
import { ApiProperty } from '@nestjs/swagger';
import { fieldRule, Omittable } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

const ifText = (holds: (text: string) => boolean) => (value: unknown) => typeof value !== 'string' || holds(value);

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
  @Omittable()
  @IsLine(2, 60)
  @fieldRule({ code: 'duration', message: 'must be an ISO 8601 duration such as P3DT4H', holds: ifText(isDuration) })
  @ApiProperty({ format: 'duration' })
  advance?: string;

  /**
   * To when, as an RFC 3339 instant
   * @example "2027-03-01T12:00:00Z"
   */
  @Omittable()
  @IsLine(10, 40)
  @fieldRule({
    code: 'instant',
    message: 'must be an RFC 3339 instant such as 2027-03-01T12:00:00Z',
    holds: ifText(isInstant),
  })
  @ApiProperty({ format: 'date-time' })
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
