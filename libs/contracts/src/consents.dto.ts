import { Field, InputType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { pageOf } from './page.dto.js';
import { IsId } from './validators/codes.js';
import { fieldRule, Omittable } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

const ifText = (shape: RegExp) => (value: unknown) => typeof value === 'string' && shape.test(value);

/** The name of a document. Code: `document`. */
function IsDocument(): PropertyDecorator {
  const shape = /^[a-z][a-z0-9_]{0,39}$/;
  const message = 'must be small letters, digits and _, 40 at most';
  return applyDecorators(
    fieldRule({ code: 'document', message, holds: ifText(shape) }),
    ApiProperty({ pattern: shape.source }),
  );
}

/** Where a document is. Code: `https_url`. */
function IsHttpsUrl(): PropertyDecorator {
  const holds = (value: unknown) =>
    typeof value === 'string' && value.length <= 2000 && URL.parse(value)?.protocol === 'https:';
  return applyDecorators(
    fieldRule({ code: 'https_url', message: 'must be an https URL of at most 2000 characters', holds }),
    ApiProperty({ format: 'uri', maxLength: 2000 }),
  );
}

/** SHA-256 of a document. Code: `sha256`. */
function IsSha256(): PropertyDecorator {
  const shape = /^[0-9a-f]{64}$/;
  return applyDecorators(
    fieldRule({ code: 'sha256', message: 'must be 64 hexadecimal digits in small letters', holds: ifText(shape) }),
    ApiProperty({ pattern: shape.source }),
  );
}

/** An instant. Code: `instant`. */
function IsInstantText(): PropertyDecorator {
  const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
  const holds = (value: unknown) => ifText(shape)(value) && !Number.isNaN(Date.parse(String(value)));
  return applyDecorators(
    fieldRule({ code: 'instant', message: 'must be an instant, e.g. 2027-01-01T00:00:00Z', holds }),
    ApiProperty({ format: 'date-time' }),
  );
}

/** A version of a document that is agreed to. */
@InputType('ConsentInput', { description: 'A version of a document that is agreed to.' })
export class ConsentInput {
  /**
   * Name of the document
   * @example terms_of_service
   */
  @Field(() => String)
  @IsDocument()
  document!: string;

  /**
   * The version that you have read: the one that is in force
   * @example 2027-01
   */
  @Field(() => String)
  @IsLine(1, 40)
  version!: string;
}

/** A new version of a document. */
export class PublishTermsInput {
  /**
   * Name of the document; its versions come one after the other
   * @example terms_of_service
   */
  @IsDocument()
  document!: string;

  /**
   * Name of the version, which it alone has
   * @example 2027-01
   */
  @IsLine(1, 40)
  version!: string;

  /**
   * Where the text is
   * @example https://www.example.com/terms/2027-01
   */
  @IsHttpsUrl()
  url!: string;

  /**
   * SHA-256 of the text, so that it can be shown what was agreed to
   * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
   */
  @IsSha256()
  sha256!: string;

  /** Whether nobody registers without agreeing to it */
  @fieldRule({ code: 'boolean', message: 'must be true or false', holds: (value) => typeof value === 'boolean' })
  required!: boolean;

  /**
   * From when on it counts, in place of the version before: now, when left out
   * @example 2027-01-01T00:00:00Z
   */
  @Omittable()
  @IsInstantText()
  effectiveAt?: string;
}

/** A version of a document. */
export class TermsDto {
  @IsId()
  id!: string;

  /** @example terms_of_service */
  document!: string;

  /** @example 2027-01 */
  version!: string;

  /** @example https://www.example.com/terms/2027-01 */
  url!: string;

  /**
   * SHA-256 of the text
   * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
   */
  sha256!: string;

  /** Whether nobody registers without agreeing to it */
  required!: boolean;

  /** From when on it counts */
  effectiveAt!: Date;
}

/** What counts of each document. */
export class TermsInForceDto {
  data!: TermsDto[];
}

/** By which door a consent came. */
export const ConsentVia = { registration: 'registration', account: 'account' } as const;
export type ConsentVia = keyof typeof ConsentVia;

/** That you have agreed to something. */
export class ConsentDto {
  @IsId()
  id!: string;

  /** @example terms_of_service */
  document!: string;

  /** @example 2027-01 */
  version!: string;

  /**
   * Whether it came with your registration, or later
   * @example registration
   */
  @ApiProperty({ enum: ConsentVia, enumName: 'ConsentVia' })
  via!: ConsentVia;

  givenAt!: Date;

  /** Null while it counts */
  @ApiProperty({ type: Date, nullable: true })
  withdrawnAt!: Date | null;
}

/** One page of consents, the latest first. */
export class ConsentPageDto extends pageOf(ConsentDto) {}
