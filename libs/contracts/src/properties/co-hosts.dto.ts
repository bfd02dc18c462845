import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import { pageOf } from '../page.dto.js';
import { IsId, IsOneOf } from '../validators/codes.js';
import { IsEmailAddress } from '../validators/emails.js';
import { IsLine } from '../validators/text.js';
import { Permission } from './permissions.js';

/** Whom to ask to be a co-host. */
@InputType('CreateCoHostInvitationInput', { description: 'Whom to ask to be a co-host, and for what.' })
export class CreateCoHostInvitationInput {
  /**
   * Their e-mail address, whether it has an account or not
   * @example cora@example.com
   */
  @IsEmailAddress()
  email!: string;

  /** What they will be able to do */
  @Field(() => [Permission])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsOneOf(Permission, 'Permission', { each: true })
  permissions!: Permission[];
}

/** What a co-host may do from now on. */
@InputType('UpdateCoHostInput', { description: 'What a co-host may do from now on.' })
export class UpdateCoHostInput {
  /** All of it, in place of what was */
  @Field(() => [Permission])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsOneOf(Permission, 'Permission', { each: true })
  permissions!: Permission[];
}

/** Proof that the invitation has reached its address. */
@InputType('AcceptCoHostInvitationInput', { description: 'Proof that the invitation has reached its address.' })
export class AcceptCoHostInvitationInput {
  /**
   * Out of the link in the letter
   * @example AZOgsnw-fRCfVysfPF1-kABoZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZCBoZXJlIQ
   */
  @IsLine(1, 200)
  token!: string;
}

/** Somebody whom a host lets do things at a property. */
@ObjectType('CoHost', { description: 'Somebody whom a host lets do things at a property.' })
export class CoHostDto {
  @Field(() => ID)
  @IsId()
  propertyId!: string;

  @Field(() => ID)
  @IsId()
  userId!: string;

  /** @example Cora */
  firstName!: string;

  /** What they may do */
  @Field(() => [Permission])
  @ApiProperty({ enum: Permission, enumName: 'Permission', isArray: true })
  permissions!: Permission[];

  /** Since when they are a co-host */
  since!: Date;

  /**
   * Grows with each change
   * @example 1
   */
  @Field(() => Int)
  version!: number;
}

/** One page of co-hosts. */
export class CoHostPageDto extends pageOf(CoHostDto) {}

/** An address that was asked to be a co-host, and has not answered. */
@ObjectType('CoHostInvitation', { description: 'An address that was asked to be a co-host, and has not answered.' })
export class CoHostInvitationDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  @Field(() => ID)
  @IsId()
  propertyId!: string;

  /** @example "Restored flat in Center Square" */
  propertyTitle!: string;

  /** @example Hanna */
  hostFirstName!: string;

  /** @example cora@example.com */
  email!: string;

  /** What they will be able to do */
  @Field(() => [Permission])
  @ApiProperty({ enum: Permission, enumName: 'Permission', isArray: true })
  permissions!: Permission[];

  createdAt!: Date;

  /** Until when it can be accepted */
  expiresAt!: Date;
}

/** One page of invitations. */
export class CoHostInvitationPageDto extends pageOf(CoHostInvitationDto) {}
