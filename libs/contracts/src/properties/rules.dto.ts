import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { IsOneOf } from '../validators/codes.js';
import { IsTime } from '../validators/dates.js';
import { Omittable } from '../validators/field-rule.js';
import { IsWhole } from '../validators/numbers.js';
import { IsNights } from '../validators/stays.js';
import { Weekday } from './weekdays.js';

export const BookingMode = { instant: 'instant', request: 'request' } as const;
export type BookingMode = keyof typeof BookingMode;
registerEnumType(BookingMode, {
  name: 'BookingMode',
  description: 'instant: a paid booking is confirmed at once; request: the host accepts or declines it.',
});

export const CancellationPolicy = {
  flexible: 'flexible',
  moderate: 'moderate',
  limited: 'limited',
  firm: 'firm',
  strict: 'strict',
  non_refundable: 'non_refundable',
} as const;
export type CancellationPolicy = keyof typeof CancellationPolicy;
registerEnumType(CancellationPolicy, {
  name: 'CancellationPolicy',
  description:
    'What a guest gets back when they cancel: cancellationTerms of a property or a quote has it step by step. What is non_refundable costs a tenth less.',
});

/** Which stays a host takes, and how. */
@ObjectType('PropertyRules', { description: 'Which stays a host takes, and how.' })
export class PropertyRulesDto {
  @Field(() => BookingMode)
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode!: BookingMode;

  /**
   * The fewest nights of a stay
   * @example 2
   */
  @Field(() => Int)
  @IsNights()
  minNights!: number;

  /**
   * The most nights of a stay
   * @example 365
   */
  @Field(() => Int)
  @IsNights()
  maxNights!: number;

  /**
   * When guests may arrive, time at the property
   * @example "15:00"
   */
  @IsTime()
  checkInFrom!: string;

  /**
   * When guests have left, time at the property
   * @example "11:00"
   */
  @IsTime()
  checkOutBy!: string;

  @Field(() => CancellationPolicy)
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy!: CancellationPolicy;

  /**
   * Nights kept free before and after each booking
   * @example 1
   */
  @Field(() => Int)
  @IsWhole(0, 7)
  preparationNights!: number;

  /**
   * Hours between a booking and its check-in, at least
   * @example 24
   */
  @Field(() => Int)
  @IsWhole(0, 720)
  advanceNoticeHours!: number;

  /**
   * How many days ahead the last night may be
   * @example 365
   */
  @Field(() => Int)
  @IsWhole(1, 1095)
  bookingWindowDays!: number;

  /** On which days guests may arrive */
  @Field(() => [Weekday])
  @IsArray()
  @ArrayUnique()
  @IsOneOf(Weekday, 'Weekday', { each: true })
  checkInDays!: Weekday[];

  /** Whether a gap between claims that is shorter than `minNights` may be booked as a whole */
  sellsShortGaps!: boolean;
}

/** Rules to set; what is left out stays as it is: at first `instant` booking and the policy `moderate`. */
@InputType('PropertyRulesInput', {
  description: 'Rules to set; what is left out stays as it is: at first instant booking and the policy moderate.',
})
export class PropertyRulesInput {
  @Field(() => BookingMode, { nullable: true })
  @Omittable()
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode?: BookingMode;

  /**
   * The fewest nights of a stay; 1 unless told
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsNights()
  minNights?: number;

  /**
   * The most nights of a stay; 365 unless told
   * @example 28
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsNights()
  maxNights?: number;

  /**
   * When guests may arrive; 15:00 unless told
   * @example "15:00"
   */
  @Omittable()
  @IsTime()
  checkInFrom?: string;

  /**
   * When guests have left; 11:00 unless told
   * @example "11:00"
   */
  @Omittable()
  @IsTime()
  checkOutBy?: string;

  @Field(() => CancellationPolicy, { nullable: true })
  @Omittable()
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy?: CancellationPolicy;

  /**
   * Nights kept free before and after each booking; 0 unless told
   * @example 0
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 7)
  preparationNights?: number;

  /**
   * Hours between a booking and its check-in, at least; 0 unless told
   * @example 24
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 720)
  advanceNoticeHours?: number;

  /**
   * How many days ahead the last night may be; 730 unless told
   * @example 365
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 1095)
  bookingWindowDays?: number;

  /**
   * On which days guests may arrive; all seven unless told
   * @example ["friday", "saturday"]
   */
  @Field(() => [Weekday], { nullable: true })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsOneOf(Weekday, 'Weekday', { each: true })
  checkInDays?: Weekday[];

  /** Whether a gap between claims that is shorter than `minNights` may be booked as a whole; false unless told */
  @Omittable()
  @IsBoolean()
  sellsShortGaps?: boolean;
}
