import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyDto } from './money.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { IsNights } from './validators/stays.js';

export const UnavailableReason = {
  unavailable: 'unavailable',
  booked: 'booked',
  blocked: 'blocked',
  cancelled: 'cancelled',
  imported: 'imported',
  preparation: 'preparation',
  past: 'past',
  notice: 'notice',
  window: 'window',
} as const;
export type UnavailableReason = keyof typeof UnavailableReason;
registerEnumType(UnavailableReason, {
  name: 'UnavailableReason',
  description:
    'unavailable: taken, which is all that others than the host learn; booked; blocked by the host; cancelled: ' +
    'of a booking that the host has cancelled, and blocked for good; imported from another calendar; preparation before or after a booking; past; notice: too soon; window: too far ahead.',
});

/** One night of a property's calendar. */
@ObjectType('CalendarDay', { description: 'One night of a property’s calendar, by the date it starts on.' })
export class CalendarDayDto {
  /**
   * The date on which the night starts, at the property
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  date!: string;

  /** Whether a stay may include this night */
  available!: boolean;

  /** What the night costs, before discounts, fees and taxes; none until the host has set a price */
  @Field(() => MoneyDto, { nullable: true })
  price?: MoneyDto;

  /**
   * The fewest nights of a stay that starts here
   * @example 2
   */
  @Field(() => Int)
  @IsNights()
  minNights!: number;

  /** Why it is not available; others than the host learn of taken nights only that they are `unavailable` */
  @Field(() => UnavailableReason, { nullable: true })
  @IsOneOf(UnavailableReason, 'UnavailableReason')
  reason?: UnavailableReason;
}

/** A property's nights from a date to before another. */
@ObjectType('Calendar', { description: 'A property’s nights from a date to before another.' })
export class CalendarDto {
  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** @example "2027-03-01" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * Not included
   * @example "2027-04-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /** One entry a date, in order */
  @Field(() => [CalendarDayDto])
  data!: CalendarDayDto[];
}

/** Which part of a calendar to show: at most 750 days. */
@ArgsType()
export class CalendarQuery {
  /**
   * The first date
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date after the last
   * @example "2027-04-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;
}

/** Whose calendar, and which part of it. */
@ArgsType()
export class CalendarArgs extends CalendarQuery {
  @Field(() => ID)
  @IsId()
  propertyId!: string;
}
