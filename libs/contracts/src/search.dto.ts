import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { PageQuery } from './page.dto.js';
import { PropertyType } from './properties/types.js';
import { QueryBoolean, QueryList, QueryNumber, QueryNumbers, QueryWhole } from './query-values.js';
import { LocalDateScalar, SafeInt } from './scalars.js';
import { IsCurrencyCode, IsOneOf } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable, fieldRule } from './validators/field-rule.js';
import { IsBetween, IsWhole } from './validators/numbers.js';
import { AreAmenities, IsLatitude, IsLongitude } from './validators/places.js';
import { IsParty } from './validators/stays.js';
import { IsLine } from './validators/text.js';

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

export const FlexibleStay = { weekend: 'weekend', week: 'week', month: 'month' } as const;
export type FlexibleStay = keyof typeof FlexibleStay;
registerEnumType(FlexibleStay, {
  name: 'FlexibleStay',
  description: 'weekend: two nights from a Friday; week: seven nights; month: 28 nights.',
});

const MAX_KM = 20_040;
const FLEXIBLE_DAYS = [1, 2, 3, 7];

/** What is looked for; everything that is given has to hold. */
@ObjectType('SearchTerms', { description: 'What is looked for; everything that is given has to hold.' })
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
  @IsLatitude()
  latitude?: number;

  /** @example -73.7562 */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @QueryNumber()
  @IsLongitude()
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
   * With `checkIn` and `checkOut`: the stay may begin up to so many days sooner or later, 1, 2, 3 or 7. Each place is
   * found with its best stay: the one that costs least, of several the first
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryWhole()
  @fieldRule({
    code: 'one_of',
    message: 'must be 1, 2, 3 or 7',
    holds: (value) => FLEXIBLE_DAYS.some((days) => days === value),
  })
  flexibleDays?: number;

  /** With `from` and `to`: any such stay between the two. Each place is found with its best stay, as with `flexibleDays` */
  @Field(() => FlexibleStay, { nullable: true })
  @Omittable()
  @IsOneOf(FlexibleStay, 'FlexibleStay')
  flexible?: FlexibleStay;

  /**
   * With `flexible`: the first date of arrival
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  from?: string;

  /**
   * With `flexible`: the last date of departure, at most 186 days after `from`
   * @example "2027-04-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  to?: string;

  /**
   * Adults and children; 1 unless told
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @QueryWhole()
  @IsParty()
  guests?: number;

  /**
   * Only places that are priced in this currency (ISO 4217): what `priceMin`, `priceMax` and an order by price are in.
   * Without it they compare minor units, whatever the currency: right only where all places have the same
   * @example USD
   */
  @Omittable()
  @IsCurrencyCode()
  currency?: string;

  /**
   * The least price, in minor units of `currency`: in total with dates, of a night without
   * @example 10000
   */
  @Field(() => SafeInt, { nullable: true })
  @Omittable()
  @QueryWhole()
  @IsWhole(0, Number.MAX_SAFE_INTEGER)
  priceMin?: number;

  /**
   * The highest price, in minor units of `currency`: in total with dates, of a night without
   * @example 60000
   */
  @Field(() => SafeInt, { nullable: true })
  @Omittable()
  @QueryWhole()
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
  @AreAmenities()
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
  @IsOneOf(PropertyType, 'PropertyType', { each: true })
  types?: PropertyType[];

  /** `true`: only places that are booked at once; `false`: only places whose host is asked */
  @Omittable()
  @QueryBoolean()
  @IsBoolean()
  instantBook?: boolean;

  /** `rank` unless told; `distance` needs a point; by price, give the `currency` as well */
  @Field(() => SearchSortOfGraphql, { nullable: true })
  @Omittable()
  @IsOneOf(SearchSort, 'SearchSort')
  sort?: SearchSort;
}

/** What is looked for, and which page of it. */
export class SearchQuery extends IntersectionType(SearchDto, PageQuery) {}
