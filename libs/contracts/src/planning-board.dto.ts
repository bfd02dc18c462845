import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ReasonDto } from './calendar.dto.js';
import { MoneyDto } from './money.dto.js';
import { pageOf, PageQuery } from './page.dto.js';
import { PropertyStatus } from './properties/property.dto.js';
import { Weekday } from './properties/weekdays.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { IsNights } from './validators/stays.js';

export const ClaimKind = {
  booking: 'booking',
  block: 'block',
  cancelled: 'cancelled',
  imported: 'imported',
} as const;
export type ClaimKind = keyof typeof ClaimKind;
registerEnumType(ClaimKind, {
  name: 'ClaimKind',
  description:
    'What takes nights off a calendar. booking; block: of the host; cancelled: a booking that the host has cancelled, for good; ' +
    'imported: an event of another calendar.',
});

/** Nights that are taken, on a planning board. */
@ObjectType('PlannedClaim', { description: 'Nights that are taken, on a planning board.' })
export class PlannedClaimDto {
  @Field(() => ClaimKind)
  @IsOneOf(ClaimKind, 'ClaimKind')
  kind!: ClaimKind;

  /**
   * The first night, be it before the board’s first date
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  from!: string;

  /**
   * The date on which the nights end
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  to!: string;

  /** Of a booking, for those who may see bookings there */
  @Field(() => ID, { nullable: true })
  @IsId()
  bookingId?: string;

  /**
   * Of a booking, for those who may see bookings there
   * @example "RK4M7XQP"
   */
  @Field(() => String, { nullable: true })
  bookingCode?: string;
}

/** Days in a row of which the same can be said. */
@ObjectType('PlannedDays', { description: 'Days in a row of which the same can be said.' })
export class PlannedDaysDto {
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

  /** What a night costs; none until the host has set a price */
  @Field(() => MoneyDto, { nullable: true })
  nightly?: MoneyDto;

  /** What those nights cost that start on a Friday or Saturday, where that differs */
  @Field(() => MoneyDto, { nullable: true })
  weekendNightly?: MoneyDto;

  /**
   * The fewest nights of a stay that starts here; where it starts with a gap that is sold, those of the gap
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

  /** Whether these dates are closed to arrival, besides what the property’s days of arrival say */
  closedToArrival!: boolean;

  closedToDeparture!: boolean;

  /** Whether a stay may include these nights */
  available!: boolean;

  /** Why they are not available, each with the first of the dates */
  @Field(() => [ReasonDto])
  reasons!: ReasonDto[];
}

/** A property on a planning board. */
@ObjectType('PlannedProperty', { description: 'A property on a planning board.' })
export class PlannedPropertyDto {
  /** The property’s */
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example "Restored flat in Center Square" */
  title!: string;

  @Field(() => PropertyStatus)
  @IsOneOf(PropertyStatus, 'PropertyStatus')
  status!: PropertyStatus;

  /** On which days guests may arrive */
  @Field(() => [Weekday])
  @IsOneOf(Weekday, 'Weekday', { each: true })
  checkInDays!: Weekday[];

  /** What takes nights of these dates, in order */
  @Field(() => [PlannedClaimDto])
  claims!: PlannedClaimDto[];

  /** All of the dates, in order */
  @Field(() => [PlannedDaysDto])
  days!: PlannedDaysDto[];
}

/** One page of a planning board. */
export class PlanningBoardPageDto extends pageOf(PlannedPropertyDto) {}

/** Which part of a planning board to show: at most 366 days. */
export class PlanningBoardQuery extends PageQuery {
  /**
   * The first date
   * @example "2027-03-01"
   */
  @IsLocalDate()
  from!: string;

  /**
   * The date after the last
   * @example "2028-03-01"
   */
  @IsLocalDate()
  to!: string;
}
