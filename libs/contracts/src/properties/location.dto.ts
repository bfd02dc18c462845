import { Field, Float, InputType, ObjectType } from '@nestjs/graphql';
import { IsLatitude, IsLongitude } from '../validators/places.js';

/** A point on Earth, WGS 84. */
@ObjectType('Location', { description: 'A point on Earth, WGS 84.' })
@InputType('LocationInput', { description: 'A point on Earth, WGS 84.' })
export class LocationDto {
  /**
   * Degrees north
   * @example 42.6526
   */
  @Field(() => Float)
  @IsLatitude()
  latitude!: number;

  /**
   * Degrees east
   * @example -73.7562
   */
  @Field(() => Float)
  @IsLongitude()
  longitude!: number;
}
