import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { isAmenity } from './amenities.js';
import { MoneyDto } from './money.dto.js';
import { PageQuery } from './page.dto.js';
import { CapacityDto, LocationDto, PropertyType, RatingDto, RoomType } from './properties.dto.js';
import { QueryBoolean, QueryList, QueryNumber, QueryNumbers } from './query-values.js';
import { LocalDateScalar, SafeInt } from './scalars.js';
import { fieldRule, IsBetween, IsId, IsLine, IsLocalDate, IsOneOf, IsWhole, Omittable } from './validators.js';

export const SearchSort = {
  rank: 'rank',
  price: 'price',
  '-price': '-price',
  distance: 'distance',
  rating: 'rating',
} as const;
export type SearchSort = keyof typeof SearchSort;

// GraphQL's names have no minus.
const SearchSortOfGraphql = {
  rank: 'rank',
  price: 'price',
  price_desc: '-price',
  distance: 'distance',
  rating: 'rating',
};
registerEnumType(SearchSortOfGraphql, {
  name: 'SearchSort',
  description:
    'rank: the best first; price: the cheapest first; price_desc: the dearest first; rating: the best rated first.',
});

const MAX_KM = 20_040;

/** What is looked for; everything that is given has to hold. */
@InputType('SearchInput', { description: 'What is looked for; everything that is given has to hold.' })
export class SearchDto {
  /**
   * A part of the map: west, south, east, north in degrees; west is greater than east across the 180th meridian
   * @example [-73.9, 42.6, -73.7, 42.7]
   */
  @Field(() => [Float], { nullable: true })
  @Omittable()
  @QueryNumbers()
  @IsArray()
  @ArrayMinSize(4)
  @ArrayMaxSize(4)
  @fieldRule({ code: 'number', message: 'must be a number', holds: (value) => Number.isFinite(value) }, { each: true })
  @ApiProperty({ type: [Number] })
  bbox?: number[];

  /**
   * With `longitude` and `radiusKm`: a circle, and where distances are measured from
   * @example 42.6526
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsBetween(-90, 90)
  latitude?: number;

  /** @example -73.7562 */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsBetween(-180, 180)
  longitude?: number;

  /**
   * Along a great circle
   * @example 5
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsBetween(0.01, MAX_KM)
  radiusKm?: number;

  /**
   * Name of a city, region or country, or several parted by commas; case and accents do not matter
   * @example "Albany, NY"
   */
  @Omittable()
  @IsLine(1, 200)
  place?: string;

  /**
   * Date of arrival; with `checkOut`: only places that can be booked for that stay
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  checkIn?: string;

  /**
   * Date of departure
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  checkOut?: string;

  /**
   * Adults and children; 1 unless told
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsWhole(1, 100)
  guests?: number;

  /**
   * The least price, in minor units of each place's currency: in total with dates, of a night without
   * @example 10000
   */
  @Field(() => SafeInt, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsWhole(0, Number.MAX_SAFE_INTEGER)
  priceMin?: number;

  /**
   * The highest price, in minor units of each place's currency: in total with dates, of a night without
   * @example 60000
   */
  @Field(() => SafeInt, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsWhole(0, Number.MAX_SAFE_INTEGER)
  priceMax?: number;

  /**
   * Codes of amenities, parted by commas: places that have them all
   * @example ["wifi", "pool"]
   */
  @Field(() => [String], { nullable: true })
  @Omittable()
  @QueryList()
  @IsArray()
  @ArrayMaxSize(50)
  @fieldRule(
    {
      code: 'amenity',
      message: 'must be the code of an amenity',
      holds: (value) => typeof value === 'string' && isAmenity(value),
    },
    { each: true },
  )
  @ApiProperty({ type: [String] })
  amenities?: string[];

  /**
   * Types of property, parted by commas: places of any of them
   * @example ["apartment", "house"]
   */
  @Field(() => [PropertyType], { nullable: true })
  @Omittable()
  @QueryList()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @fieldRule(
    {
      code: 'one_of',
      message: `must be one of ${Object.keys(PropertyType).join(', ')}`,
      holds: (value) => typeof value === 'string' && Object.hasOwn(PropertyType, value),
    },
    { each: true },
  )
  @ApiProperty({ enum: PropertyType, enumName: 'PropertyType', isArray: true })
  types?: PropertyType[];

  /** `true`: only places that are booked at once; `false`: only places whose host is asked */
  @Omittable()
  @QueryBoolean()
  @IsBoolean()
  instantBook?: boolean;

  /** `rank` unless told; `distance` needs a point. Prices are compared as minor units, whatever their currency */
  @Field(() => SearchSortOfGraphql, { nullable: true })
  @Omittable()
  @IsOneOf(SearchSort, 'SearchSort')
  sort?: SearchSort;
}

/** What is looked for, and which page of it. */
export class SearchQuery extends IntersectionType(SearchDto, PageQuery) {}

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

/** A place that was found, and what it costs. */
@ObjectType('SearchResult', { description: 'A place that was found, and what it costs.' })
export class SearchResultDto {
  property!: FoundPropertyDto;

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

/** How many places were found, counted to 1,000. */
@ObjectType('SearchCount', { description: 'How many places were found, counted to 1,000.' })
export class SearchCountDto {
  /** @example 217 */
  @Field(() => Int)
  @IsWhole(0, 1000)
  value!: number;

  /** Whether there are more than `value` */
  bounded!: boolean;
}

/** One page of what was found. */
export class SearchPageDto {
  data!: SearchResultDto[];

  /** Pass it as `cursor` for the next page of the same search; null on the last */
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;

  count!: SearchCountDto;
}
