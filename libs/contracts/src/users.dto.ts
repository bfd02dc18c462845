import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { NodeDto } from './node.dto.js';
import { RatingDto } from './properties/rating.dto.js';
import { LocalDateScalar } from './scalars.js';
import { IsCurrencyCode, IsId, IsOneOf } from './validators/codes.js';
import { IsLocalDate, IsTimeZoneName } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { AreLanguages } from './validators/languages.js';
import { IsWhole } from './validators/numbers.js';
import { IsLine, IsText, Trimmed } from './validators/text.js';

const MAX_LANGUAGES = 20;
const MAX_BIO = 2000;

/** What a user may be: everyone is a guest, who owns a property is a host, and staff are support or admin. */
export const UserRole = { guest: 'guest', host: 'host', support: 'support', admin: 'admin' } as const;
export type UserRole = keyof typeof UserRole;
registerEnumType(UserRole, {
  name: 'UserRole',
  description: 'Everyone is a guest, who owns a property is a host, and staff are support or admin.',
});

/** What of a person has been checked. */
export const Verified = { email: 'email' } as const;
export type Verified = keyof typeof Verified;
registerEnumType(Verified, {
  name: 'Verified',
  description: 'What of a person has been checked: email, that mail reaches them.',
});

/** In which size a photo is wanted. */
export const PhotoSize = { large: 'large', small: 'small' } as const;
export type PhotoSize = keyof typeof PhotoSize;

/** An account, as its owner sees it. */
@ObjectType('User', { implements: () => [NodeDto], description: 'An account, as its owner sees it.' })
export class UserDto {
  /**
   * Identifier
   * @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90
   */
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * E-mail address, with which the person signs in
   * @example ada@example.com
   */
  email!: string;

  /**
   * Whether mail to this address is known to reach the person: they have followed a link that was sent there
   * @example true
   */
  emailVerified!: boolean;

  /**
   * First name; others see this one only
   * @example Ada
   */
  firstName!: string;

  /**
   * Last name
   * @example Lovelace
   */
  lastName!: string;

  /**
   * Languages that the person speaks, by their BCP 47 codes
   * @example ["en", "pt-BR"]
   */
  languages!: string[];

  /**
   * What the person tells of themselves, as plain text; others see it
   * @example "I restore old houses, and know every bakery in town."
   */
  bio?: string;

  /**
   * Where the person lives by the clock: a time zone of the IANA database
   * @example America/New_York
   */
  timeZone?: string;

  /**
   * In which currency the person likes to see prices: ISO 4217
   * @example USD
   */
  currency?: string;

  /**
   * Where everyone may read the photo, in WebP; with `?size=small` in 128 pixels instead of 512
   * @example "https://api.example.com/v1/photos/3f8e2c1a-9b7d-4e6f-a5c4-d3b2e1f09876"
   */
  photoUrl?: string;

  /**
   * What the person is, in the order guest, host, support, admin
   * @example ["guest", "host"]
   */
  @Field(() => [UserRole])
  @ApiProperty({ enum: UserRole, enumName: 'UserRole', isArray: true })
  roles!: UserRole[];

  /**
   * Counts the changes; send it along with the next one
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  /**
   * When the account was made
   * @example 2026-11-21T09:30:00.000Z
   */
  createdAt!: Date;
}

/** A user, as others see them. */
@ObjectType('PublicUser', { implements: () => [NodeDto], description: 'A user, as others see them.' })
export class PublicUserDto {
  /**
   * Identifier
   * @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90
   */
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * First name
   * @example Ada
   */
  firstName!: string;

  /**
   * The day on which the account was made, in UTC
   * @example 2026-11-21
   */
  @Field(() => LocalDateScalar)
  @IsLocalDate()
  since!: string;

  /**
   * Where everyone may read the photo, in WebP; with `?size=small` in 128 pixels instead of 512
   * @example "https://api.example.com/v1/photos/3f8e2c1a-9b7d-4e6f-a5c4-d3b2e1f09876"
   */
  photoUrl?: string;

  /**
   * Languages that the person speaks, by their BCP 47 codes
   * @example ["en", "pt-BR"]
   */
  languages!: string[];

  /**
   * What the person tells of themselves, as plain text
   * @example "I restore old houses, and know every bakery in town."
   */
  bio?: string;

  /** What of them has been checked: `email`, that mail reaches them */
  @Field(() => [Verified])
  @IsOneOf(Verified, 'Verified', { each: true })
  verified!: Verified[];

  /** What guests think of the places that are theirs, all taken together */
  @Field(() => RatingDto)
  hostRating!: RatingDto;

  /**
   * How many reviews they have written of stays
   * @example 4
   */
  @Field(() => Int)
  @IsWhole(0, 2_147_483_647)
  reviewsWritten!: number;
}

/** Which size of a photo. */
export class PhotoQuery {
  /** `large` fits into 512 × 512 pixels, `small` into 128 × 128 */
  @Omittable()
  @IsOneOf(PhotoSize, 'PhotoSize')
  size?: PhotoSize;
}

/** What a person changes of their account; what is left out stays. */
@InputType('UpdateMeInput', { description: 'What a person changes of their account; what is left out stays.' })
export class UpdateMeInput {
  /**
   * First name
   * @example Augusta Ada
   */
  @Omittable()
  @IsLine(1, 100)
  firstName?: string;

  /**
   * Last name; may be empty
   * @example King
   */
  @Omittable()
  @IsLine(0, 100)
  lastName?: string;

  /**
   * Languages that the person speaks, by their BCP 47 codes, in place of those that were; null for none
   * @example ["en", "pt-BR"]
   */
  @Field(() => [String], { nullable: true })
  @IsOptional()
  @AreLanguages(MAX_LANGUAGES)
  languages?: string[] | null;

  /**
   * What the person tells of themselves, as plain text; null for nothing
   * @example "I restore old houses, and know every bakery in town."
   */
  @Field(() => String, { nullable: true })
  @IsOptional()
  @Trimmed()
  @IsText(1, MAX_BIO)
  bio?: string | null;

  /**
   * Where the person lives by the clock: a time zone of the IANA database; null for none
   * @example America/New_York
   */
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsTimeZoneName()
  timeZone?: string | null;

  /**
   * In which currency the person likes to see prices: ISO 4217; null for none
   * @example USD
   */
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsCurrencyCode()
  currency?: string | null;
}
