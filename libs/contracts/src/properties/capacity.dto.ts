import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Omittable } from '../validators/field-rule.js';
import { IsBetween, IsWhole } from '../validators/numbers.js';
import { IsParty } from '../validators/stays.js';

/** How many people a place is for. */
@ObjectType('Capacity', { description: 'How many people a place is for.' })
@InputType('CapacityInput', { description: 'How many people a place is for.' })
export class CapacityDto {
  /**
   * Guests at most, without infants
   * @example 4
   */
  @Field(() => Int)
  @IsParty()
  guests!: number;

  /**
   * Rooms to sleep in; 0 for a studio
   * @example 2
   */
  @Field(() => Int)
  @IsWhole(0, 100)
  bedrooms!: number;

  /**
   * Beds
   * @example 2
   */
  @Field(() => Int)
  @IsWhole(0, 200)
  beds!: number;

  /**
   * Bathrooms; half ones count half
   * @example 1.5
   */
  @Field(() => Float)
  @IsBetween(0, 100)
  bathrooms!: number;
}

/** What to change of how many people a place is for. */
@InputType('UpdateCapacityInput', { description: 'What to change of a capacity; what is left out stays as it is.' })
export class UpdateCapacityDto {
  /** @example 4 */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsParty()
  guests?: number;

  /** @example 2 */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 100)
  bedrooms?: number;

  /** @example 2 */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 200)
  beds?: number;

  /** @example 1.5 */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @IsBetween(0, 100)
  bathrooms?: number;
}
