import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { NodeDto } from './node.dto.js';
import { IsId } from './validators/codes.js';
import { Omittable } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

/** What a user may be: everyone is a guest, who owns a property is a host, and staff are support or admin. */
export const UserRole = { guest: 'guest', host: 'host', support: 'support', admin: 'admin' } as const;
export type UserRole = keyof typeof UserRole;
registerEnumType(UserRole, {
  name: 'UserRole',
  description: 'Everyone is a guest, who owns a property is a host, and staff are support or admin.',
});

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
   * When the account was made
   * @example 2026-11-21T09:30:00.000Z
   */
  since!: Date;
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
}
