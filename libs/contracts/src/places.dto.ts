import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { LocationDto } from './properties/location.dto.js';
import { QueryWhole } from './query-values.js';
import { IsCountry } from './validators/places.js';
import { Omittable } from './validators/field-rule.js';
import { IsWhole } from './validators/numbers.js';
import { IsLine } from './validators/text.js';

const MOST_PLACES = 20;

/** Which place is meant. */
@ArgsType()
export class PlacesQuery {
  /**
   * A city as somebody writes it, with its region or country behind a comma if they like; one or two letters may be wrong
   * @example "Albany, NY"
   */
  @Field({ description: 'a city as somebody writes it, with its region or country behind a comma if they like' })
  @IsLine(1, 100)
  q!: string;

  /**
   * How many are told at most; 5 unless told
   * @example 5
   */
  @Field(() => Int, { nullable: true, description: 'how many at most; 5 unless told' })
  @Omittable()
  @QueryWhole()
  @IsWhole(1, MOST_PLACES)
  limit?: number;
}

/** The country of a place. */
@ObjectType('PlaceCountry', { description: 'The country of a place.' })
export class PlaceCountryDto {
  /** @example US */
  @IsCountry()
  code!: string;

  /**
   * In English
   * @example "United States"
   */
  name!: string;
}

/** A part of the map in degrees; `west` is greater than `east` where it goes across the 180th meridian. */
@ObjectType('BoundingBox', { description: 'A part of the map in degrees, as a search takes it.' })
export class BoundingBoxDto {
  /** @example -73.85 */
  @Field(() => Float)
  west!: number;

  /** @example 42.58 */
  @Field(() => Float)
  south!: number;

  /** @example -73.65 */
  @Field(() => Float)
  east!: number;

  /** @example 42.72 */
  @Field(() => Float)
  north!: number;
}

/** A city of the world. */
@ObjectType('Place', { description: 'A city of the world, by GeoNames.' })
export class PlaceDto {
  /**
   * GeoNames' own
   * @example "5106834"
   */
  @Field(() => ID)
  id!: string;

  /** @example "Albany" */
  name!: string;

  /**
   * State, province or the like; may be empty
   * @example "New York"
   */
  region!: string;

  country!: PlaceCountryDto;

  location!: LocationDto;

  /**
   * How many people live there
   * @example 98469
   */
  @Field(() => Int)
  @IsWhole(1, 2_147_483_647)
  population!: number;

  /** @example America/New_York */
  timeZone!: string;

  /** To search in: its middle and its outskirts, as large as a city of so many people usually is */
  boundingBox!: BoundingBoxDto;
}

/** Places that may be meant, the likeliest first. */
@ObjectType('Places', { description: 'Places that may be meant, the likeliest first.' })
export class PlacesDto {
  @Field(() => [PlaceDto])
  data!: PlaceDto[];

  /**
   * Whom to name where they are shown
   * @example "GeoNames (geonames.org), CC BY 4.0"
   */
  attribution!: string;
}
