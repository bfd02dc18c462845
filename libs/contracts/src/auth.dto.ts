import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { ConsentInput } from './consents.dto.js';
import { UserDto } from './users.dto.js';
import { IsEmailAddress } from './validators/emails.js';
import { Omittable } from './validators/field-rule.js';
import { IsNestedList } from './validators/nested.js';
import { IsPassword } from './validators/passwords.js';
import { IsLine } from './validators/text.js';

/** A new account. */
@InputType('RegisterInput', { description: 'A new account.' })
export class RegisterInput {
  /**
   * E-mail address; capitals, and how its letters are encoded, make no difference
   * @example ada@example.com
   */
  @IsEmailAddress()
  email!: string;

  /**
   * 12 to 128 characters of any kind; without your name or e-mail in it, and none of the most common ones
   * @example "correct horse battery"
   */
  @IsPassword(12, 128)
  password!: string;

  /**
   * First name; others see this one only
   * @example Ada
   */
  @IsLine(1, 100)
  firstName!: string;

  /**
   * Last name; may be empty
   * @example Lovelace
   */
  @IsLine(0, 100)
  lastName!: string;

  /** What you agree to: of each document that is required, the version that is in force (`GET /v1/terms`) */
  @Field(() => [ConsentInput], { nullable: true })
  @Omittable()
  @IsNestedList(() => ConsentInput, 20)
  consents?: ConsentInput[];
}

/** Who signs in. */
@InputType('LoginInput', { description: 'Who signs in.' })
export class LoginInput {
  /**
   * E-mail address of the account
   * @example guest@roost.example
   */
  @IsEmailAddress()
  email!: string;

  /**
   * Password of the account
   * @example "a-place-to-stay"
   */
  @IsPassword(1, 128)
  password!: string;
}

/** A refresh token, to be exchanged. */
@InputType('RefreshInput', { description: 'A refresh token, to be exchanged.' })
export class RefreshInput {
  /**
   * The refresh token of the last answer, unless that is in a cookie; each is taken once
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA
   */
  @Omittable()
  @IsLine(1, 200)
  refreshToken?: string;
}

/** Someone has signed in. */
@ObjectType('SignedIn', { description: 'Someone has signed in.' })
export class SignedInDto {
  /** The account */
  user!: UserDto;

  /**
   * Send it as `Authorization: Bearer …`
   * @example eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik56YkxzWGg4dURDY2QtNk1Od1hGNFdfN25vV1hGWkFmSGt4WnNSR0M5WHMifQ.eyJzdWIiOiIwMTkzYTBiMi03YzNlLTdkMTAtOWY1Ny0yYjFmM2M1ZDdlOTAifQ.c2lnbmF0dXJl
   */
  accessToken!: string;

  /**
   * Exchange it for new tokens before the access token expires; keep it secret. Null where it is in a cookie
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA
   */
  @Field(() => String, { nullable: true })
  @ApiProperty({ type: String, nullable: true })
  refreshToken!: string | null;

  /**
   * Seconds for which the access token counts
   * @example 600
   */
  @Field(() => Int)
  @ApiProperty({ type: 'integer' })
  expiresIn!: number;
}

/** A public key of ES256 (RFC 7517, RFC 7518). */
export class JwkDto {
  /**
   * Kind of key
   * @example EC
   */
  kty!: string;

  /**
   * Curve
   * @example P-256
   */
  crv!: string;

  /**
   * The point's first coordinate, in base64url
   * @example MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4
   */
  x!: string;

  /**
   * The point's second coordinate, in base64url
   * @example 4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM
   */
  y!: string;

  /**
   * Name of the key, as tokens have it in their header: its thumbprint (RFC 7638)
   * @example cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s
   */
  kid!: string;

  /**
   * What it is used for: signatures
   * @example sig
   */
  use!: string;

  /**
   * The one algorithm that it is used with
   * @example ES256
   */
  alg!: string;
}

/** The public keys of access tokens: all that count, also those that do not sign any more. */
export class JwkSetDto {
  /** The keys */
  keys!: JwkDto[];
}
