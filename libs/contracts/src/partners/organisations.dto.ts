import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { pageOf } from '../page.dto.js';
import { IsId, IsOneOf } from '../validators/codes.js';
import { IsEmailAddress } from '../validators/emails.js';
import { Omittable } from '../validators/field-rule.js';
import { IsSlug } from '../validators/partners.js';
import { IsLine } from '../validators/text.js';

/** What someone is in an organisation. */
export const OrganisationRole = { owner: 'owner', member: 'member' } as const;
export type OrganisationRole = keyof typeof OrganisationRole;
registerEnumType(OrganisationRole, {
  name: 'OrganisationRole',
  description: 'owner: makes and ends keys, and says who is a member; member: looks on.',
});

/** A new organisation; who makes it is its first owner. */
@InputType('CreateOrganisationInput', { description: 'A new organisation; who makes it is its first owner.' })
export class CreateOrganisationInput {
  /**
   * What it is called
   * @example "Channel Works"
   */
  @IsLine(1, 100)
  name!: string;

  /**
   * What hosts know it by; it never changes
   * @example channel-works
   */
  @IsSlug()
  slug!: string;
}

/** What an owner changes of an organisation; what is left out stays. */
@InputType('UpdateOrganisationInput', { description: 'What an owner changes; what is left out stays.' })
export class UpdateOrganisationInput {
  /**
   * What it is called
   * @example "Channel Works Ltd"
   */
  @Omittable()
  @IsLine(1, 100)
  name?: string;
}

/** An organisation that you are a member of. */
@ObjectType('Organisation', { description: 'An organisation that you are a member of.' })
export class OrganisationDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * What hosts know it by
   * @example channel-works
   */
  slug!: string;

  /**
   * What it is called
   * @example "Channel Works"
   */
  name!: string;

  /** What you are in it */
  @Field(() => OrganisationRole)
  @IsOneOf(OrganisationRole, 'OrganisationRole')
  role!: OrganisationRole;

  /**
   * Counts the changes; send it along with the next one
   * @example 1
   */
  @Field(() => Int)
  version!: number;

  createdAt!: Date;
}

/** One page of organisations, latest first. */
export class OrganisationPageDto extends pageOf(OrganisationDto) {}

/** Someone who belongs to an organisation. */
@ObjectType('OrganisationMember', { description: 'Someone who belongs to an organisation.' })
export class OrganisationMemberDto {
  @Field(() => ID)
  @IsId()
  userId!: string;

  /** @example Ada */
  firstName!: string;

  /** @example Lovelace */
  lastName!: string;

  @Field(() => OrganisationRole)
  @IsOneOf(OrganisationRole, 'OrganisationRole')
  role!: OrganisationRole;

  /** Since when they belong to it */
  since!: Date;
}

/** One page of members. */
export class OrganisationMemberPageDto extends pageOf(OrganisationMemberDto) {}

/** Whom to invite, and as what. */
@InputType('CreateInvitationInput', { description: 'Whom to invite, and as what.' })
export class CreateInvitationInput {
  /**
   * Where the letter goes; it need not be the address of an account
   * @example grace@example.com
   */
  @IsEmailAddress()
  email!: string;

  @Field(() => OrganisationRole)
  @IsOneOf(OrganisationRole, 'OrganisationRole')
  role!: OrganisationRole;
}

/** An invitation that nobody has taken up yet. */
@ObjectType('Invitation', { description: 'An invitation that nobody has taken up yet.' })
export class InvitationDto {
  @Field(() => ID)
  @IsId()
  id!: string;

  /** @example grace@example.com */
  email!: string;

  @Field(() => OrganisationRole)
  @IsOneOf(OrganisationRole, 'OrganisationRole')
  role!: OrganisationRole;

  createdAt!: Date;

  /** Until when it can be taken up */
  expiresAt!: Date;
}

/** One page of invitations. */
export class InvitationPageDto extends pageOf(InvitationDto) {}

/** Takes up an invitation. */
@InputType('JoinOrganisationInput', { description: 'Takes up an invitation.' })
export class JoinOrganisationInput {
  /**
   * The code in the letter; it is taken once
   * @example q0gZ1xTbUu4aNm3kYwq8hS5vJd2Rf6Lc9Xe7Po1Ti0M
   */
  @IsLine(1, 100)
  code!: string;
}
