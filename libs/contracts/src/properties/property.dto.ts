import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { CancellationTermsDto } from '../cancellation-terms.dto.js';
import { NodeDto } from '../node.dto.js';
import { pageOf } from '../page.dto.js';
import { IsId, IsOneOf } from '../validators/codes.js';
import { IsWhole } from '../validators/numbers.js';
import { AddressDto } from './address.dto.js';
import { CapacityDto } from './capacity.dto.js';
import { LocationDto } from './location.dto.js';
import { Permission } from './permissions.js';
import { PropertyPricingDto } from './pricing.dto.js';
import { RatingDto } from './rating.dto.js';
import { PropertyRulesDto } from './rules.dto.js';
import { PropertyType, RoomType } from './types.js';

export const PropertyStatus = {
  draft: 'draft',
  published: 'published',
  paused: 'paused',
  archived: 'archived',
} as const;
export type PropertyStatus = keyof typeof PropertyStatus;
registerEnumType(PropertyStatus, {
  name: 'PropertyStatus',
  description: 'draft: being written; published: can be found and booked; paused: hidden for now; archived: for good.',
});

/** A place that can be booked. */
@ObjectType('Property', { implements: () => [NodeDto], description: 'A place that can be booked.' })
export class PropertyDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** The user who owns it */
  @Field(() => ID)
  @IsId()
  hostId!: string;

  @Field(() => PropertyStatus)
  @IsOneOf(PropertyStatus, 'PropertyStatus')
  status!: PropertyStatus;

  /** @example "Restored flat in Center Square" */
  title!: string;

  /** @example "High ceilings, two blocks from the park." */
  description!: string;

  @Field(() => PropertyType)
  @IsOneOf(PropertyType, 'PropertyType')
  type!: PropertyType;

  @Field(() => RoomType)
  @IsOneOf(RoomType, 'RoomType')
  roomType!: RoomType;

  address!: AddressDto;

  /** Rounded to three decimals (about 100 m) for all but the host and co-hosts */
  location!: LocationDto;

  /** Whether `location` is the exact one */
  exactLocation!: boolean;

  /**
   * IANA time zone at the location: dates and times of day of this property are its
   * @example "America/New_York"
   */
  timeZone!: string;

  capacity!: CapacityDto;

  /**
   * Codes of the amenities
   * @example ["wifi", "kitchen"]
   */
  amenities!: string[];

  /** None until the host has set a price */
  @Field(() => PropertyPricingDto, { nullable: true })
  pricing?: PropertyPricingDto;

  rules!: PropertyRulesDto;

  /** What the rules' cancellation policy says: for stays of any length, and for long ones where they have other terms */
  @Field(() => [CancellationTermsDto])
  cancellationTerms!: CancellationTermsDto[];

  rating!: RatingDto;

  /** What you may do with it, as its host or a co-host; not there for others. The host may do everything */
  @Field(() => [Permission], { nullable: true })
  @ApiProperty({ enum: Permission, enumName: 'Permission', isArray: true, required: false })
  yourPermissions?: Permission[];

  /**
   * Grows by one with each change; sent as ETag, and expected as If-Match
   * @example 3
   */
  @Field(() => Int)
  @IsWhole(1, 2_147_483_647)
  version!: number;

  createdAt!: Date;

  updatedAt!: Date;

  /** When it was first published */
  @Field(() => Date, { nullable: true })
  publishedAt?: Date;
}

/** One page of properties. */
export class PropertyPageDto extends pageOf(PropertyDto) {}
