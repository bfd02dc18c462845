import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { MoneyDto } from './money.dto.js';
import { pageOf } from './page.dto.js';
import { LocalDateScalar } from './scalars.js';
import { FoundPropertyDto } from './search-results.dto.js';
import { IsId } from './validators/codes.js';
import { IsLocalDate } from './validators/dates.js';
import { Omittable } from './validators/field-rule.js';
import { IsWhole } from './validators/numbers.js';
import { IsParty } from './validators/stays.js';
import { IsLine, IsText, Trimmed } from './validators/text.js';

const MOST_PLACES = 1000;

/** A new list of places. */
@InputType('CreateWishListInput', { description: 'A new list of places.' })
export class CreateWishListInput {
  /**
   * What it is called; no other list of yours has that name, in capital letters or small
   * @example "Summer by the sea"
   */
  @Trimmed()
  @IsLine(1, 100)
  name!: string;

  /**
   * The stay that the places are for; with it, each of them says whether it can be booked then
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  checkIn?: string;

  /**
   * When the stay ends
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @Omittable()
  @IsLocalDate()
  checkOut?: string;

  /**
   * How many adults stay; 1 unless told
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @Omittable()
  @IsParty()
  guests?: number;
}

/** What is changed of a list; what is left out stays. */
@InputType('UpdateWishListInput', { description: 'What is changed of a list; what is left out stays.' })
export class UpdateWishListInput {
  /**
   * What it is called
   * @example "Summer in the hills"
   */
  @Omittable()
  @Trimmed()
  @IsLine(1, 100)
  name?: string;

  /**
   * When the stay begins, together with its end; null for none
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @IsOptional()
  @IsLocalDate()
  checkIn?: string | null;

  /**
   * When it ends; null for none
   * @example "2027-03-05"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @IsOptional()
  @IsLocalDate()
  checkOut?: string | null;

  /**
   * How many adults stay; null for what is usual, 1
   * @example 2
   */
  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsParty()
  guests?: number | null;
}

/** A list of places, as anyone reads it who has its link. */
@ObjectType('SharedWishList', { description: 'A list of places, as anyone reads it who has its link.' })
export class SharedWishListDto {
  /** @example "Summer by the sea" */
  name!: string;

  /**
   * The stay that the places are for
   * @example "2027-03-01"
   */
  @Field(() => LocalDateScalar, { nullable: true })
  @ApiProperty({ type: String, format: 'date', nullable: true })
  checkIn!: string | null;

  /** @example "2027-03-05" */
  @Field(() => LocalDateScalar, { nullable: true })
  @ApiProperty({ type: String, format: 'date', nullable: true })
  checkOut!: string | null;

  /**
   * How many adults stay
   * @example 2
   */
  @Field(() => Int)
  @IsParty()
  guests!: number;

  /**
   * How many places are in it
   * @example 3
   */
  @Field(() => Int)
  @IsWhole(0, MOST_PLACES)
  places!: number;
}

/** A list of places of yours. */
@ObjectType('WishList', { description: 'A list of places of yours.' })
export class WishListDto extends SharedWishListDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** Whether there is a link by which others read it */
  shared!: boolean;

  /**
   * Counts the changes of what the list says of itself; send it along with the next one
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  createdAt!: Date;
}

/** One page of lists, the latest first. */
export class WishListPageDto extends pageOf(WishListDto) {}

/** The link by which others read a list. */
@ObjectType('WishListLink', { description: 'The link by which others read a list.' })
export class WishListLinkDto {
  /**
   * Whoever has it reads the list; it is told once
   * @example "q0gZ1xTbUu4aNm3kYwq8hS5vJd2Rf6Lc9Xe7Po1Ti0M"
   */
  token!: string;

  /**
   * Where the list is read with it
   * @example "https://api.example.com/v1/wish-lists/shared/q0gZ1xTbUu4aNm3kYwq8hS5vJd2Rf6Lc9Xe7Po1Ti0M"
   */
  url!: string;
}

/** A place that is put in a list. */
@InputType('SaveWishListPropertyInput', { description: 'A place that is put in a list.' })
export class SaveWishListPropertyInput {
  /**
   * For you alone, in place of what was there; what is left out stays
   * @example "The one with the garden"
   */
  @Omittable()
  @Trimmed()
  @IsText(0, 500)
  note?: string;
}

/** A place in a list, as anyone reads it who has the link. */
@ObjectType('SharedWishListProperty', { description: 'A place in a list, as anyone reads it who has the link.' })
export class SharedWishListPropertyDto {
  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** Whether it can be found now; of a place that cannot nothing more is told */
  published!: boolean;

  @Field(() => FoundPropertyDto, { nullable: true })
  property?: FoundPropertyDto;

  /** A night before discounts, fees and taxes: on average with dates, the usual price without */
  @Field(() => MoneyDto, { nullable: true })
  nightly?: MoneyDto;

  /** With dates: whether the list's stay can be booked now, by as many adults */
  @Field(() => Boolean, { nullable: true })
  bookable?: boolean;

  /** Where it can be booked: the whole stay, to the cent as a quote says */
  @Field(() => MoneyDto, { nullable: true })
  total?: MoneyDto;

  addedAt!: Date;
}

/** A place in a list of yours. */
@ObjectType('WishListProperty', { description: 'A place in a list of yours.' })
export class WishListPropertyDto extends SharedWishListPropertyDto {
  /**
   * What you have noted
   * @example "The one with the garden"
   */
  note!: string;
}

/** One page of a list's places, those put in last first. */
export class WishListPropertyPageDto extends pageOf(WishListPropertyDto) {}

/** One page of a shared list's places, those put in last first. */
export class SharedWishListPropertyPageDto extends pageOf(SharedWishListPropertyDto) {}
