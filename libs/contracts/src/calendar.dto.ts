import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyDto } from './money.dto.js';
import { pageOf } from './page.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsLocalDate, IsOneOf, IsText, IsWhole, Omittable } from './validators.js';

export const UnavailableReason = {
  unavailable: 'unavailable',
  booked: 'booked',
  blocked: 'blocked',
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
    'unavailable: taken, which is all that others than the host learn; booked; blocked by the host; imported from ' +
    'another calendar; preparation before or after a booking; past; notice: too soon; window: too far ahead.',
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
  @IsWhole(1, 1125)
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

/** Nights to take off a calendar. */
@InputType('CreateBlockInput', { description: 'Nights to take off a calendar.' })
export class CreateBlockDto {
  /**
   * The first night
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date on which the nights end: that night is free again
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /**
   * For the host alone
   * @example "Painting"
   */
  @Omittable()
  @IsText(0, 500)
  note?: string;
}

/** Nights that the host has taken off the calendar. */
@ObjectType('Block', { description: 'Nights that the host has taken off the calendar.' })
export class BlockDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /**
   * The first night
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date on which the nights end: that night is free
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /** @example "Painting" */
  note!: string;

  createdAt!: Date;
}

/** One page of blocks. */
export class BlockPageDto extends pageOf(BlockDto) {}
