import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { isInstant } from '#dates';
import { pageOf, PageQuery } from './page.dto.js';
import { JsonScalar, SafeInt } from './scalars.js';
import { IsId, IsOneOf } from './validators/codes.js';
import { fieldRule, Omittable } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

export const ActorKind = { user: 'user', api_key: 'api_key', system: 'system', anonymous: 'anonymous' } as const;
export type ActorKind = keyof typeof ActorKind;
registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'system: Roost by itself, or its operator at the command line; anonymous: nobody who has signed in.',
});

const ACTION_OR_GROUP = /^[a-z_]+(\.[a-z_]+)?$/;
const ONE_WORD = /^[a-z_]+$/;

/** An instant, written as in RFC 3339 in a query. Code: `instant`. */
function IsInstant(): PropertyDecorator {
  return (target, property) => {
    Omittable()(target, property);
    const read = ({ value }: { value: unknown }): unknown =>
      typeof value === 'string' && isInstant(value) ? new Date(value) : value;
    Transform(read)(target, property);
    const holds = (value: unknown): boolean => value instanceof Date;
    fieldRule({ code: 'instant', message: 'must be an RFC 3339 instant such as 2027-03-01T12:00:00Z', holds })(
      target,
      property,
    );
    ApiProperty({ type: String, format: 'date-time', required: false })(target, property);
  };
}

function isLike(shape: RegExp): (value: unknown) => boolean {
  return (value) => typeof value !== 'string' || shape.test(value);
}

/** Which entries of the audit log are looked for; everything that is given has to hold. */
@InputType('AuditFilter', { description: 'Which entries are looked for; everything that is given has to hold.' })
export class AuditFilterDto {
  /** Who did it: a user, or an API key */
  @Field(() => ID, { nullable: true })
  @Omittable()
  @IsId()
  actorId?: string;

  /**
   * To what sort of thing
   * @example "property"
   */
  @Omittable()
  @IsLine(1, 60)
  @fieldRule({ code: 'word', message: 'must be one word in small letters', holds: isLike(ONE_WORD) })
  subjectType?: string;

  /**
   * To which
   * @example "0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90"
   */
  @Field(() => ID, { nullable: true })
  @Omittable()
  @IsLine(1, 255)
  subjectId?: string;

  /**
   * What was done, `property.published`, or what begins so, `property`
   * @example "property.published"
   */
  @Omittable()
  @IsLine(1, 120)
  @fieldRule({
    code: 'action',
    message: 'must be an action, or what is before its dot',
    holds: isLike(ACTION_OR_GROUP),
  })
  action?: string;

  /**
   * Not before
   * @example "2026-11-21T00:00:00Z"
   */
  @IsInstant()
  from?: Date;

  /**
   * Before
   * @example "2026-11-22T00:00:00Z"
   */
  @IsInstant()
  to?: Date;
}

/** Which entries, and which page of them. */
export class AuditQuery extends IntersectionType(AuditFilterDto, PageQuery) {}

/** Who did what to whom. */
@ObjectType('AuditEntry', { description: 'Who did what to whom.' })
export class AuditEntryDto {
  /**
   * Its place in the chain: from 1, without a gap
   * @example 1207
   */
  @Field(() => SafeInt)
  number!: number;

  @Field(() => ID)
  @IsId()
  id!: string;

  /**
   * When, to a millisecond: the real time, whatever the sandbox's clock says
   * @example 2026-11-21T09:30:00.000Z
   */
  happenedAt!: Date;

  /** What sort of someone did it */
  @Field(() => ActorKind)
  @IsOneOf(ActorKind, 'ActorKind')
  actorKind!: ActorKind;

  /** Who did it; null for `system` and `anonymous` */
  @Field(() => ID, { nullable: true })
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  actorId!: string | null;

  /** Whose API key it was; null unless it was one */
  @Field(() => ID, { nullable: true })
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  organisationId!: string | null;

  /** The sign-in that it came from */
  @Field(() => ID, { nullable: true })
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  sessionId!: string | null;

  /**
   * The address that it came from, and of IPv6 its network
   * @example 203.0.113.7
   */
  @ApiProperty({ type: String, nullable: true })
  @Field(() => String, { nullable: true })
  network!: string | null;

  /**
   * What the client said of itself
   * @example curl/8.5.0
   */
  @ApiProperty({ type: String, nullable: true })
  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  /** @example property.published */
  action!: string;

  /** @example property */
  subjectType!: string;

  /** @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90 */
  @Field(() => ID)
  subjectId!: string;

  /** Why, as whoever did it said */
  @ApiProperty({ type: String, nullable: true })
  @Field(() => String, { nullable: true })
  reason!: string | null;

  /** What has changed, as it was */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { nightly: 10_000 } })
  @Field(() => JsonScalar, { nullable: true })
  before!: Record<string, unknown> | null;

  /** What has changed, as it is; `withheld` names what else has, such as names and texts, which are never kept here */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { nightly: 12_000, withheld: ['title'] },
  })
  @Field(() => JsonScalar, { nullable: true })
  after!: Record<string, unknown> | null;

  /**
   * SHA-256 of the entry, and of the hash before it
   * @example b0cdd08d447098e2297e1d208bb3e41484d1ea86a9930f8fefdf3de8c3adbf43
   */
  hash!: string;
}

/** One page of the audit log, latest first. */
export class AuditEntryPageDto extends pageOf(AuditEntryDto) {}
