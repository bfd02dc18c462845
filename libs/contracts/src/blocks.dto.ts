import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { pageOf } from './page.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsText } from './validators/text.js';

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
