import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsOneOf } from '../validators/codes.js';
import { Omittable } from '../validators/field-rule.js';
import { IsNested } from '../validators/nested.js';
import { AreAmenities } from '../validators/places.js';
import { IsLine, IsText } from '../validators/text.js';
import { AddressDto, UpdateAddressDto } from './address.dto.js';
import { CapacityDto, UpdateCapacityDto } from './capacity.dto.js';
import { LocationDto } from './location.dto.js';
import { PropertyPricingInput } from './pricing.dto.js';
import { PropertyRulesInput } from './rules.dto.js';
import { PropertyType, RoomType } from './types.js';

const MAX_AMENITIES = 100;

/** A place to be offered. Text, prices and rules may follow later: publishing needs them. */
@InputType('CreatePropertyInput', {
  description: 'A place to be offered. Text, prices and rules may follow later: publishing needs them.',
})
export class CreatePropertyDto {
  /** @example "Restored flat in Center Square" */
  @IsLine(1, 200)
  title!: string;

  /** @example "High ceilings, two blocks from the park. Ten minutes on foot to the Capitol." */
  @Omittable()
  @IsText(0, 20_000)
  description?: string;

  @Field(() => PropertyType)
  @IsOneOf(PropertyType, 'PropertyType')
  type!: PropertyType;

  @Field(() => RoomType)
  @IsOneOf(RoomType, 'RoomType')
  roomType!: RoomType;

  @IsNested(() => AddressDto)
  address!: AddressDto;

  @IsNested(() => LocationDto)
  location!: LocationDto;

  @IsNested(() => CapacityDto)
  capacity!: CapacityDto;

  /**
   * Codes of amenities
   * @example ["wifi", "kitchen"]
   */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MAX_AMENITIES)
  @ArrayUnique()
  @AreAmenities()
  amenities?: string[];

  @Omittable()
  @IsNested(() => PropertyPricingInput)
  pricing?: PropertyPricingInput;

  @Omittable()
  @IsNested(() => PropertyRulesInput)
  rules?: PropertyRulesInput;
}

/** What to change of a property; what is left out stays as it is. */
@InputType('UpdatePropertyInput', { description: 'What to change of a property; what is left out stays as it is.' })
export class UpdatePropertyDto {
  /** @example "Restored flat in Center Square" */
  @Omittable()
  @IsLine(1, 200)
  title?: string;

  /** @example "High ceilings, two blocks from the park. Ten minutes on foot to the Capitol." */
  @Omittable()
  @IsText(0, 20_000)
  description?: string;

  @Field(() => PropertyType, { nullable: true })
  @Omittable()
  @IsOneOf(PropertyType, 'PropertyType')
  type?: PropertyType;

  @Field(() => RoomType, { nullable: true })
  @Omittable()
  @IsOneOf(RoomType, 'RoomType')
  roomType?: RoomType;

  @Omittable()
  @IsNested(() => UpdateAddressDto)
  address?: UpdateAddressDto;

  @Omittable()
  @IsNested(() => LocationDto)
  location?: LocationDto;

  @Omittable()
  @IsNested(() => UpdateCapacityDto)
  capacity?: UpdateCapacityDto;

  /**
   * All codes of amenities, in place of those that were
   * @example ["wifi", "kitchen", "heating"]
   */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MAX_AMENITIES)
  @ArrayUnique()
  @AreAmenities()
  amenities?: string[];

  @Omittable()
  @IsNested(() => PropertyPricingInput)
  pricing?: PropertyPricingInput;

  @Omittable()
  @IsNested(() => PropertyRulesInput)
  rules?: PropertyRulesInput;
}
