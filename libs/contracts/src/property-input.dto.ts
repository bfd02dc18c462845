import { Field, Float, InputType, Int } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { isAmenity } from './amenities.js';
import { IsMoney, MoneyDto } from './money.dto.js';
import { PageQuery } from './page.dto.js';
import {
  AddressDto,
  BookingMode,
  CancellationPolicy,
  CapacityDto,
  LocationDto,
  PropertyType,
  RoomType,
} from './properties.dto.js';
import {
  fieldRule,
  IsBetween,
  IsCountry,
  IsLine,
  IsNested,
  IsOneOf,
  IsText,
  IsTime,
  IsWhole,
  Omittable,
} from './validators.js';

/** The most that one night or one fee may cost, in minor units. */
const MAX_AMOUNT = 100_000_000_000;
const MAX_DISCOUNT_PERCENT = 90;
const MAX_AMENITIES = 100;

function hasTwoDecimals(value: unknown): boolean {
  return typeof value !== 'number' || Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}

/** Percentages are kept as whole basis points. */
const IsInBasisPoints = () =>
  fieldRule({ code: 'decimals', message: 'must have at most two decimals', holds: hasTwoDecimals });

const IsAmenity = () =>
  fieldRule(
    {
      code: 'amenity',
      message: 'must be the code of an amenity',
      holds: (value) => typeof value === 'string' && isAmenity(value),
    },
    { each: true },
  );

/** Prices to set; what is left out stays as it is. All amounts have one currency. */
@InputType('PropertyPricingInput', {
  description:
    'Prices to set; what is left out stays as it is (fees and discounts start at 0). All amounts have one currency.',
})
export class PropertyPricingInput {
  /** A night, where no other price counts; needed the first time that prices are set */
  @Omittable()
  @IsMoney(1, MAX_AMOUNT)
  nightly?: MoneyDto;

  /** A night that starts on a Friday or Saturday; null when it costs the same again */
  @Field(() => MoneyDto, { nullable: true })
  @IsOptional()
  @IsMoney(1, MAX_AMOUNT)
  weekendNightly?: MoneyDto | null;

  /** Once a stay */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  cleaningFee?: MoneyDto;

  /** A night and guest above `guestsIncluded` */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  extraGuestFee?: MoneyDto;

  /**
   * How many guests the nightly price is for
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 100)
  guestsIncluded?: number;

  /** Once a stay with pets, however many */
  @Omittable()
  @IsMoney(0, MAX_AMOUNT)
  petFee?: MoneyDto;

  /**
   * Percent off the nights of a stay of 7 nights or more
   * @example 10
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @IsBetween(0, MAX_DISCOUNT_PERCENT)
  @IsInBasisPoints()
  weeklyDiscountPercent?: number;

  /**
   * Percent off the nights of a stay of 28 nights or more, instead of the weekly discount
   * @example 25
   */
  @Field(() => Float, { nullable: true })
  @Omittable()
  @IsBetween(0, MAX_DISCOUNT_PERCENT)
  @IsInBasisPoints()
  monthlyDiscountPercent?: number;
}

/** Rules to set; what is left out stays as it is: at first `instant` booking and the policy `moderate`. */
@InputType('PropertyRulesInput', {
  description: 'Rules to set; what is left out stays as it is: at first instant booking and the policy moderate.',
})
export class PropertyRulesInput {
  @Field(() => BookingMode, { nullable: true })
  @Omittable()
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode?: BookingMode;

  /**
   * The fewest nights of a stay; 1 unless told
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 1125)
  minNights?: number;

  /**
   * The most nights of a stay; 365 unless told
   * @example 28
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 1125)
  maxNights?: number;

  /**
   * When guests may arrive; 15:00 unless told
   * @example "15:00"
   */
  @Omittable()
  @IsTime()
  checkInFrom?: string;

  /**
   * When guests have left; 11:00 unless told
   * @example "11:00"
   */
  @Omittable()
  @IsTime()
  checkOutBy?: string;

  @Field(() => CancellationPolicy, { nullable: true })
  @Omittable()
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy?: CancellationPolicy;

  /**
   * Nights kept free before and after each booking; 0 unless told
   * @example 0
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 7)
  preparationNights?: number;

  /**
   * Hours between a booking and its check-in, at least; 0 unless told
   * @example 24
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(0, 720)
  advanceNoticeHours?: number;

  /**
   * How many days ahead the last night may be; 730 unless told
   * @example 365
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 1095)
  bookingWindowDays?: number;
}

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
  @IsAmenity()
  amenities?: string[];

  @Omittable()
  @IsNested(() => PropertyPricingInput)
  pricing?: PropertyPricingInput;

  @Omittable()
  @IsNested(() => PropertyRulesInput)
  rules?: PropertyRulesInput;
}

/** What to change of an address. */
@InputType('UpdateAddressInput', { description: 'What to change of an address; what is left out stays as it is.' })
export class UpdateAddressDto {
  /** @example "12 Willett Street" */
  @Omittable()
  @IsLine(0, 200)
  line1?: string;

  /** @example "Albany" */
  @Omittable()
  @IsLine(1, 100)
  city?: string;

  /** @example "New York" */
  @Omittable()
  @IsLine(0, 100)
  region?: string;

  /** @example "12210" */
  @Omittable()
  @IsLine(0, 20)
  postalCode?: string;

  /** @example "US" */
  @Omittable()
  @IsCountry()
  country?: string;
}

/** What to change of how many people a place is for. */
@InputType('UpdateCapacityInput', { description: 'What to change of a capacity; what is left out stays as it is.' })
export class UpdateCapacityDto {
  /** @example 4 */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsWhole(1, 100)
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
  @IsAmenity()
  amenities?: string[];

  @Omittable()
  @IsNested(() => PropertyPricingInput)
  pricing?: PropertyPricingInput;

  @Omittable()
  @IsNested(() => PropertyRulesInput)
  rules?: PropertyRulesInput;
}

/** Which properties to list. */
export class PropertiesQuery extends PageQuery {
  /**
   * `true`: one's own, the only ones that are listed; to find others' there is the search
   * @example true
   */
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @fieldRule({
    code: 'mine',
    message: 'must be true: to find others’ properties, search',
    holds: (value) => value === true,
  })
  mine!: boolean;
}
