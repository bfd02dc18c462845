import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique } from 'class-validator';
import { pageOf } from '../page.dto.js';
import { IsId, IsOneOf } from '../validators/codes.js';
import { Omittable } from '../validators/field-rule.js';
import { IsWhole } from '../validators/numbers.js';
import { AreNetworks, IsFuture } from '../validators/partners.js';
import { IsLine } from '../validators/text.js';
import { API_SCOPES, ApiScope } from './api-scopes.js';

const MOST_NETWORKS = 50;
const LONGEST_OVERLAP_HOURS = 168;

/** Whether a key counts. */
export const ApiKeyStatus = { active: 'active', expired: 'expired', ended: 'ended' } as const;
export type ApiKeyStatus = keyof typeof ApiKeyStatus;
registerEnumType(ApiKeyStatus, {
  name: 'ApiKeyStatus',
  description: 'active: it counts; expired: its time is over; ended: by an owner.',
});

/** A new API key. */
@InputType('CreateApiKeyInput', { description: 'A new API key.' })
export class CreateApiKeyInput {
  /**
   * What it is for
   * @example "nightly calendar sync"
   */
  @IsLine(1, 100)
  name!: string;

  /**
   * What it is good for, besides what everyone may read: no more than its program needs
   * @example ["calendar:read", "calendar:write"]
   */
  @Field(() => [String])
  @IsOneOf(ApiScope, 'ApiScope', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(API_SCOPES.length)
  scopes!: ApiScope[];

  /**
   * When it ends by itself; left out, it does not
   * @example 2031-01-01T00:00:00.000Z
   */
  @Omittable()
  @IsFuture()
  expiresAt?: Date;

  /**
   * From where alone it may be used, in CIDR notation; left out or empty, from anywhere
   * @example ["203.0.113.0/24", "2001:db8:7::/48"]
   */
  @Omittable()
  @Field(() => [String], { nullable: true })
  @AreNetworks()
  @ArrayMaxSize(MOST_NETWORKS)
  allowedNetworks?: string[];
}

/** An API key, without what makes it one: that is shown once, when it is made. */
@ObjectType('ApiKey', { description: 'An API key, without its secret.' })
export class ApiKeyDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example "nightly calendar sync" */
  name!: string;

  /**
   * How it begins: what it is known by, and the `client_id` of OAuth
   * @example rk_test_4fJ8sK2mPq9X
   */
  prefix!: string;

  @Field(() => ApiKeyStatus)
  @IsOneOf(ApiKeyStatus, 'ApiKeyStatus')
  status!: ApiKeyStatus;

  /**
   * What it is good for
   * @example ["calendar:read", "calendar:write"]
   */
  @Field(() => [String])
  @ApiProperty({ enum: ApiScope, enumName: 'ApiScope', isArray: true })
  scopes!: ApiScope[];

  /**
   * From where alone it may be used; empty: from anywhere
   * @example ["203.0.113.0/24"]
   */
  @Field(() => [String])
  allowedNetworks!: string[];

  /** Who made it */
  @Field(() => ID)
  @IsId()
  createdById!: string;

  createdAt!: Date;

  /** When it ends by itself; null: never */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: Date | null;

  /** When it was last used, to the minute; null: never */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt!: Date | null;

  /** When an owner ended it */
  @Field(() => Date, { nullable: true })
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: Date | null;

  /** The key whose place it takes; null when there was none, or it is forgotten */
  @Field(() => ID, { nullable: true })
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  rotatedFromId!: string | null;
}

/** One page of keys, latest first. */
export class ApiKeyPageDto extends pageOf(ApiKeyDto) {}

/** A key that has just been made. */
@ObjectType('NewApiKey', { description: 'A key that has just been made.' })
export class NewApiKeyDto extends ApiKeyDto {
  /**
   * The key itself: send it as `Authorization: Bearer …`. It is shown this once
   * @example rk_test_4fJ8sK2mPq9XvT3bN6hY1cR8wL5zD0gF7jS4kM2pQ9xV6tB3nH1yC8rW5zL0dG7f1Ae0Zq
   */
  key!: string;
}

/** How a key is rotated. */
@InputType('RotateApiKeyInput', { description: 'How a key is rotated.' })
export class RotateApiKeyInput {
  /**
   * For how many hours the old key counts besides the new one
   * @example 24
   */
  @Field(() => Int, { defaultValue: 24 })
  @IsWhole(0, LONGEST_OVERLAP_HOURS)
  @ApiProperty({ required: false })
  overlapHours: number = 24;
}
