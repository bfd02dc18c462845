import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { NodeDto } from './node.dto.js';
import { pageOf } from './page.dto.js';
import { IsId } from './validators/codes.js';
import { IsWhole } from './validators/numbers.js';
import { IsText, Trimmed } from './validators/text.js';

/** What a guest says of a stay. */
@InputType('CreateReviewInput', { description: 'What a guest says of a stay.' })
export class CreateReviewDto {
  /**
   * 1 (bad) to 5 (excellent)
   * @example 5
   */
  @Field(() => Int)
  @IsWhole(1, 5)
  rating!: number;

  /** @example "Quiet, spotless, and the host met us at the station." */
  @Trimmed()
  @IsText(1, 10_000)
  comment!: string;
}

/** What a guest said of a stay. */
@ObjectType('Review', { implements: () => [NodeDto], description: 'What a guest said of a stay.' })
export class ReviewDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /**
   * First name of the author
   * @example "Ada"
   */
  authorName!: string;

  /**
   * 1 to 5; reviews that came with an import may have none
   * @example 5
   */
  @Field(() => Int, { nullable: true })
  @IsWhole(1, 5)
  rating?: number;

  /** @example "Quiet, spotless, and the host met us at the station." */
  comment!: string;

  createdAt!: Date;
}

/** One page of reviews, latest first. */
export class ReviewPageDto extends pageOf(ReviewDto) {}
