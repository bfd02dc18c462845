import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { IsWhole } from '../validators/numbers.js';

/** What guests think of a place. */
@ObjectType('Rating', { description: 'What guests think of a place.' })
export class RatingDto {
  /**
   * 1 to 5, with two decimals; none before the first rating
   * @example 4.87
   */
  @Field(() => Float, { nullable: true })
  average?: number;

  /**
   * How many ratings that is the average of
   * @example 23
   */
  @Field(() => Int)
  @IsWhole(0, 2_147_483_647)
  count!: number;
}
