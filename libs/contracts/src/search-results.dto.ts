import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { MoneyDto } from './money.dto.js';
import { CountDto } from './page.dto.js';
import { CapacityDto } from './properties/capacity.dto.js';
import { LocationDto } from './properties/location.dto.js';
import { RatingDto } from './properties/rating.dto.js';
import { PropertyType, RoomType } from './properties/types.js';
import { LocalDateScalar } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';

/** A place that was found, in short. */
@ObjectType('FoundProperty', { description: 'A place that was found, in short.' })
export class FoundPropertyDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example "Restored flat in Center Square" */
  title!: string;

  @Field(() => PropertyType)
  @IsOneOf(PropertyType, 'PropertyType')
  type!: PropertyType;

  @Field(() => RoomType)
  @IsOneOf(RoomType, 'RoomType')
  roomType!: RoomType;

  /** @example "Albany" */
  city!: string;

  /** @example "New York" */
  region!: string;

  /**
   * ISO 3166-1 alpha-2
   * @example "US"
   */
  country!: string;

  /** Rounded to three decimals, about 100 m */
  location!: LocationDto;

  capacity!: CapacityDto;

  /**
   * Codes of the amenities
   * @example ["wifi", "kitchen"]
   */
  amenities!: string[];

  /** Whether a paid booking is confirmed at once */
  instantBook!: boolean;

  rating!: RatingDto;
}

/** Nights at a place. */
@ObjectType('Stay', { description: 'Nights at a place.' })
export class StayDto {
  /** @example "2027-03-05" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkIn!: string;

  /** @example "2027-03-07" */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  checkOut!: string;
}

/** A place that was found, and what it costs. */
@ObjectType('SearchResult', { description: 'A place that was found, and what it costs.' })
export class SearchResultDto {
  property!: FoundPropertyDto;

  /** With dates: the stay that `total` is for; with flexible dates, the best one */
  @Field(() => StayDto, { nullable: true })
  stay?: StayDto;

  /** With dates: the whole stay with discount, fees and taxes, to the cent as a quote for as many adults says */
  @Field(() => MoneyDto, { nullable: true })
  total?: MoneyDto;

  /** A night before discounts, fees and taxes: on average with dates, the usual price without */
  nightly!: MoneyDto;

  /**
   * From the given point, along a great circle
   * @example 1.3
   */
  @Field(() => Float, { nullable: true })
  distanceKm?: number;
}

/** One page of what was found. */
export class SearchPageDto {
  data!: SearchResultDto[];

  /** Pass it as `cursor` for the next page of the same search; null on the last */
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;

  /** Unless the total filters or sorts, with those few that are left out because no card can be charged their total */
  count!: CountDto;
}
