import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyDto } from './money.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { IsWhole } from './validators/numbers.js';
import { IsNights } from './validators/stays.js';

export const StayRule = {
  min_nights: 'min_nights',
  max_nights: 'max_nights',
  closed_to_arrival: 'closed_to_arrival',
  closed_to_departure: 'closed_to_departure',
  past: 'past',
  notice: 'notice',
  window: 'window',
  unavailable: 'unavailable',
  booked: 'booked',
  blocked: 'blocked',
  cancelled: 'cancelled',
  imported: 'imported',
  preparation: 'preparation',
} as const;
export type StayRule = keyof typeof StayRule;
registerEnumType(StayRule, {
  name: 'StayRule',
  description:
    'min_nights, max_nights: of a stay that begins on the date; closed_to_arrival, closed_to_departure: no stay begins, or ends, ' +
    'on the date; past; notice: too soon; window: too far ahead; unavailable: taken, which is all that others than the host learn; booked; ' +
    'blocked by the host; cancelled: of a booking that the host has cancelled, and blocked for good; imported from another calendar; ' +
    'preparation before or after a booking.',
});

/** Why a stay cannot be booked, or a night not stayed. */
@ObjectType('Reason', { description: 'Why a stay cannot be booked, or a night not stayed.' })
export class ReasonDto {
  /** What is in the way */
  @Field(() => StayRule)
  @IsOneOf(StayRule, 'StayRule')
  rule!: StayRule;

  /**
   * The date on which it is
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  date!: string;

  /**
   * The rule’s own figure, if it has one: nights, hours of notice, days of the window
   * @example 24
   */
  @Field(() => Int, { nullable: true })
  @IsWhole(0, 1125)
  value?: number;
}

/** One night of a property's calendar. */
@ObjectType('CalendarDay', {
  description:
    'One night of a property’s calendar, by the date it starts on. A stay can be booked when all of its nights are available, it may ' +
    'begin and end on its dates, and has at least minNights and at most maxNights of its first day.',
})
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
   * The fewest nights of a stay that starts here; where it starts with a gap that the host sells, those of the gap
   * @example 2
   */
  @Field(() => Int)
  @IsNights()
  minNights!: number;

  /**
   * The most nights of a stay that starts here
   * @example 28
   */
  @Field(() => Int)
  @IsNights()
  maxNights!: number;

  /** Whether the rules let a stay begin on this date */
  checkIn!: boolean;

  /** Whether the rules let a stay end on this date */
  checkOut!: boolean;

  /** All that keeps it from being available; others than the host learn of taken nights only that they are `unavailable` */
  @Field(() => [ReasonDto])
  reasons!: ReasonDto[];
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
