import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray } from 'class-validator';
import { pageOf, PageQuery } from './page.dto.js';
import { QueryBoolean } from './query-values.js';
import { UserRole } from './users.dto.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { IsEmailAddress } from './validators/emails.js';
import { fieldRule, Omittable } from './validators/field-rule.js';
import { IsText } from './validators/text.js';

/** Roles that are given by hand. */
export const StaffRole = { support: 'support', admin: 'admin' } as const;
export type StaffRole = keyof typeof StaffRole;

/** Why something is done to an account. */
@InputType('ReasonInput', { description: 'Why something is done to an account.' })
export class ReasonInput {
  /**
   * Kept with what is done, and shown to the person whose account it is
   * @example "Reported for offers that do not exist (case 4711)"
   */
  @IsText(1, 1000)
  reason!: string;
}

/** What an account may do from now on. */
@InputType('UpdateRolesInput', { description: 'The staff roles of an account, in place of those that it had.' })
export class UpdateRolesInput {
  /**
   * All of its staff roles, in place of those that it had
   * @example ["support"]
   */
  @Field(() => [UserRole])
  @IsArray()
  @ArrayUnique()
  @IsOneOf(StaffRole, 'StaffRole', { each: true })
  roles!: StaffRole[];
}

/** That an account is suspended. */
@ObjectType('Suspension', { description: 'That an account is suspended, by whom, and why.' })
export class SuspensionDto {
  @Field(() => ID)
  @IsId()
  suspendedBy!: string;

  /** @example "Reported for offers that do not exist (case 4711)" */
  reason!: string;

  suspendedAt!: Date;
}

/** An account, as staff see it. */
@ObjectType('Account', { description: 'An account, as staff see it.' })
export class AccountDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * Null for one that came with an import
   * @example ada@example.com
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  /** @example Ada */
  firstName!: string;

  /** @example Lovelace */
  lastName!: string;

  /** What the person is, in the order guest, host, support, admin */
  @Field(() => [UserRole])
  @ApiProperty({ enum: UserRole, enumName: 'UserRole', isArray: true })
  roles!: UserRole[];

  /** Null when it is not suspended */
  @Field(() => SuspensionDto, { nullable: true })
  @ApiProperty({ type: SuspensionDto, nullable: true })
  suspension!: SuspensionDto | null;

  /**
   * Counts the changes; send it along with the next one
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  createdAt!: Date;
}

/** One page of accounts. */
export class AccountPageDto extends pageOf(AccountDto) {}

/** Which accounts to list. */
export class AccountsQuery extends PageQuery {
  /**
   * Only the one with this address
   * @example ada@example.com
   */
  @Omittable()
  @IsEmailAddress()
  email?: string;

  /**
   * `true`: only those that are suspended
   * @example true
   */
  @QueryBoolean()
  @Omittable()
  @fieldRule({ code: 'boolean', message: 'must be true or false', holds: (value) => typeof value === 'boolean' })
  suspended?: boolean;

  /**
   * Only those with this staff role
   * @example support
   */
  @Omittable()
  @IsOneOf(StaffRole, 'StaffRole')
  role?: StaffRole;
}
/** A look into an account, as its owner sees it: what it reads is logged. */
@ObjectType('LookToken', { description: 'A look into an account, as its owner sees it: what it reads is logged.' })
export class LookTokenDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * Reads what the owner reads, and changes nothing
   * @example eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkzIn0.c2lnbmVk
   */
  accessToken!: string;

  /**
   * Seconds for which it counts
   * @example 900
   */
  @Field(() => Int)
  expiresIn!: number;
}

/** That support has looked into your account. */
@ObjectType('AccountLook', { description: 'That support has looked into your account, and why.' })
export class AccountLookDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example "Asked about a refund that did not arrive (case 4711)" */
  reason!: string;

  /** When it began */
  createdAt!: Date;

  /** When it ended at the latest */
  expiresAt!: Date;

  /**
   * How many things were read
   * @example 12
   */
  @Field(() => Int)
  reads!: number;
}

/** One page of looks. */
export class AccountLookPageDto extends pageOf(AccountLookDto) {}
