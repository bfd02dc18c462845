import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';
import { pageOf } from '../page.dto.js';
import { Permission } from '../properties/permissions.js';
import { IsId, IsOneOf } from '../validators/codes.js';
import { Omittable } from '../validators/field-rule.js';
import { IsSlug } from '../validators/partners.js';

/** Whom of the partners to let in, where and for what. */
@InputType('CreateAccessGrantInput', { description: 'Whom of the partners to let in, where and for what.' })
export class CreateAccessGrantInput {
  /**
   * The slug of the organisation: names can be alike, slugs are not
   * @example channel-works
   */
  @IsSlug()
  organisationSlug!: string;

  /** What its programs will be able to do */
  @Field(() => [Permission])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsOneOf(Permission, 'Permission', { each: true })
  permissions!: Permission[];

  /** One of your properties; left out: all of them, also later ones */
  @Field(() => ID, { nullable: true })
  @Omittable()
  @IsId()
  propertyId?: string;
}

/** What a host lets the programs of an organisation do. */
@ObjectType('AccessGrant', { description: 'What a host lets the programs of an organisation do.' })
export class AccessGrantDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  @Field(() => ID)
  @IsId()
  organisationId!: string;

  /**
   * What hosts know it by
   * @example channel-works
   */
  organisationSlug!: string;

  /**
   * What it is called
   * @example "Channel Works"
   */
  organisationName!: string;

  @Field(() => ID)
  @IsId()
  hostId!: string;

  /** @example Hanna */
  hostFirstName!: string;

  /** Where; null: at all properties of the host, also later ones */
  @Field(() => ID, { nullable: true })
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  propertyId!: string | null;

  /** What its programs may do, as far as their keys have the scopes for it */
  @Field(() => [Permission])
  @ApiProperty({ enum: Permission, enumName: 'Permission', isArray: true })
  permissions!: Permission[];

  /** Since when */
  since!: Date;
}

/** One page of grants, latest first. */
export class AccessGrantPageDto extends pageOf(AccessGrantDto) {}
