import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyDto } from './money.dto.js';
import { pageOf } from './page.dto.js';
import { IsBetween, IsCountry, IsId, IsLine, IsOneOf, IsTime, IsWhole, Omittable } from './validators.js';

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

export const PropertyType = {
  apartment: 'apartment',
  house: 'house',
  guesthouse: 'guesthouse',
  hotel: 'hotel',
  cabin: 'cabin',
  boat: 'boat',
  other: 'other',
} as const;
export type PropertyType = keyof typeof PropertyType;
registerEnumType(PropertyType, { name: 'PropertyType', description: 'What kind of building it is.' });

export const RoomType = {
  entire_place: 'entire_place',
  private_room: 'private_room',
  shared_room: 'shared_room',
  hotel_room: 'hotel_room',
} as const;
export type RoomType = keyof typeof RoomType;
registerEnumType(RoomType, { name: 'RoomType', description: 'How much of it guests have for themselves.' });

export const BookingMode = { instant: 'instant', request: 'request' } as const;
export type BookingMode = keyof typeof BookingMode;
registerEnumType(BookingMode, {
  name: 'BookingMode',
  description: 'instant: a paid booking is confirmed at once; request: the host accepts or declines it.',
});

export const CancellationPolicy = {
  flexible: 'flexible',
  moderate: 'moderate',
  limited: 'limited',
  firm: 'firm',
  strict: 'strict',
  non_refundable: 'non_refundable',
} as const;
export type CancellationPolicy = keyof typeof CancellationPolicy;
registerEnumType(CancellationPolicy, {
  name: 'CancellationPolicy',
  description: 'What a guest gets back when they cancel; the steps are shown with a booking.',
});

/** Where a place is, as one writes it on an envelope. */
@ObjectType('Address', { description: 'Where a place is, as one writes it on an envelope.' })
@InputType('AddressInput', { description: 'Where a place is, as one writes it on an envelope.' })
export class AddressDto {
  /**
   * Street and number; only the host sees it here, a guest finds it in the booking
   * @example "12 Willett Street"
   */
  @Omittable()
  @IsLine(0, 200)
  line1?: string;

  /**
   * City, town or village
   * @example "Albany"
   */
  @IsLine(1, 100)
  city!: string;

  /**
   * State, province or the like
   * @example "New York"
   */
  @Omittable()
  @IsLine(0, 100)
  region?: string;

  /**
   * Postal code
   * @example "12210"
   */
  @Omittable()
  @IsLine(0, 20)
  postalCode?: string;

  /**
   * Country, ISO 3166-1 alpha-2
   * @example "US"
   */
  @IsCountry()
  country!: string;
}

/** A point on Earth, WGS 84. */
@ObjectType('Location', { description: 'A point on Earth, WGS 84.' })
@InputType('LocationInput', { description: 'A point on Earth, WGS 84.' })
export class LocationDto {
  /**
   * Degrees north
   * @example 42.6526
   */
  @Field(() => Float)
  @IsBetween(-90, 90)
  latitude!: number;

  /**
   * Degrees east
   * @example -73.7562
   */
  @Field(() => Float)
  @IsBetween(-180, 180)
  longitude!: number;
}

/** How many people a place is for. */
@ObjectType('Capacity', { description: 'How many people a place is for.' })
@InputType('CapacityInput', { description: 'How many people a place is for.' })
export class CapacityDto {
  /**
   * Guests at most, without infants
   * @example 4
   */
  @Field(() => Int)
  @IsWhole(1, 100)
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

/** What a place costs, before taxes. All amounts have one currency. */
@ObjectType('PropertyPricing', { description: 'What a place costs, before taxes. All amounts have one currency.' })
export class PropertyPricingDto {
  /** A night, where no other price counts */
  nightly!: MoneyDto;

  /** A night that starts on a Friday or Saturday, when it differs */
  @Field(() => MoneyDto, { nullable: true })
  weekendNightly?: MoneyDto;

  /** Once a stay */
  cleaningFee!: MoneyDto;

  /** A night and guest above `guestsIncluded` */
  extraGuestFee!: MoneyDto;

  /**
   * How many guests the nightly price is for
   * @example 2
   */
  @Field(() => Int)
  @IsWhole(1, 100)
  guestsIncluded!: number;

  /** Once a stay with pets, however many */
  petFee!: MoneyDto;

  /**
   * Percent off the nights of a stay of 7 nights or more
   * @example 10
   */
  @Field(() => Float)
  weeklyDiscountPercent!: number;

  /**
   * Percent off the nights of a stay of 28 nights or more, instead of the weekly discount
   * @example 25
   */
  @Field(() => Float)
  monthlyDiscountPercent!: number;
}

/** Which stays a host takes, and how. */
@ObjectType('PropertyRules', { description: 'Which stays a host takes, and how.' })
export class PropertyRulesDto {
  @Field(() => BookingMode)
  @IsOneOf(BookingMode, 'BookingMode')
  bookingMode!: BookingMode;

  /**
   * The fewest nights of a stay
   * @example 2
   */
  @Field(() => Int)
  @IsWhole(1, 1125)
  minNights!: number;

  /**
   * The most nights of a stay
   * @example 365
   */
  @Field(() => Int)
  @IsWhole(1, 1125)
  maxNights!: number;

  /**
   * When guests may arrive, time at the property
   * @example "15:00"
   */
  @IsTime()
  checkInFrom!: string;

  /**
   * When guests have left, time at the property
   * @example "11:00"
   */
  @IsTime()
  checkOutBy!: string;

  @Field(() => CancellationPolicy)
  @IsOneOf(CancellationPolicy, 'CancellationPolicy')
  cancellationPolicy!: CancellationPolicy;

  /**
   * Nights kept free before and after each booking
   * @example 1
   */
  @Field(() => Int)
  @IsWhole(0, 7)
  preparationNights!: number;

  /**
   * Hours between a booking and its check-in, at least
   * @example 24
   */
  @Field(() => Int)
  @IsWhole(0, 720)
  advanceNoticeHours!: number;

  /**
   * How many days ahead the last night may be
   * @example 365
   */
  @Field(() => Int)
  @IsWhole(1, 1095)
  bookingWindowDays!: number;
}

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

/** A place that can be booked. */
@ObjectType('Property', { description: 'A place that can be booked.' })
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

  /** Rounded to three decimals (about 100 m) for all but the host */
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

  rating!: RatingDto;

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
