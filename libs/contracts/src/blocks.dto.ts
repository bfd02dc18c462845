import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { pageOf } from './page.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsText } from './validators/text.js';

export const BlockReason = { blocked: 'blocked', cancelled: 'cancelled' } as const;
export type BlockReason = keyof typeof BlockReason;
registerEnumType(BlockReason, {
  name: 'BlockReason',
  description:
    'blocked: by the host, who can give the nights back; cancelled: of a booking that the host has cancelled, for good.',
});

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

  /** Why, in the calendar's words: only what is `blocked` can be given back */
  @Field(() => BlockReason)
  @IsOneOf(BlockReason, 'BlockReason')
  reason!: BlockReason;

  /** @example "Painting" */
  note!: string;

  createdAt!: Date;
}

/** One page of blocks. */
export class BlockPageDto extends pageOf(BlockDto) {}
