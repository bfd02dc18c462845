import { ApiProperty } from '@nestjs/swagger';
import { ConsentInput } from './consents.dto.js';
import { IsId } from './validators/codes.js';
import { Omittable } from './validators/field-rule.js';
import { IsNestedList } from './validators/nested.js';
import { IsLine } from './validators/text.js';

/** Whose accounts one can sign in with. */
export class ProviderDto {
  /**
   * Identifier, as the operator has chosen it
   * @example google
   */
  id!: string;

  /**
   * For a button
   * @example Google
   */
  name!: string;
}

/** All providers, in the order in which they are to be shown. */
export class ProvidersDto {
  data!: ProviderDto[];
}

/** With whose account to begin, and where to come back to. */
export class BeginWithProviderInput {
  /**
   * Identifier of the provider
   * @example google
   */
  @IsLine(1, 30)
  provider!: string;

  /**
   * Page to come back to, of one of the origins that are configured, without a fragment
   * @example https://www.example.com/signed-in
   */
  @IsLine(1, 2000)
  returnTo!: string;
}

/** To sign in with whose account, and what is agreed to by whoever has no account yet. */
export class BeginLoginWithProviderInput extends BeginWithProviderInput {
  /**
   * What you agree to, should an account be made: of each document that is required, the version that is in force
   * (`GET /v1/terms`)
   */
  @Omittable()
  @IsNestedList(() => ConsentInput, 20)
  consents?: ConsentInput[];
}

/** Somebody is to go to a provider. */
export class AttemptDto {
  /**
   * Where to send the browser
   * @example https://accounts.google.com/o/oauth2/v2/auth?client_id=roost&response_type=code
   */
  authorizationUrl!: string;
}

/** A sign-in that a provider has vouched for. */
export class LoginWithProviderInput {
  /**
   * What stands behind `#code=` where the browser has come back to; good for a minute, once
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA
   */
  @IsLine(1, 200)
  code!: string;
}

/** An account elsewhere that signs you in. */
export class IdentityDto {
  /**
   * Identifier
   * @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90
   */
  @IsId()
  id!: string;

  /**
   * Identifier of the provider
   * @example google
   */
  provider!: string;

  /**
   * E-mail address there when you linked it; null for none
   * @example ada@example.com
   */
  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  /**
   * When you linked it
   * @example 2026-11-21T09:30:00.000Z
   */
  createdAt!: Date;

  /**
   * When somebody last signed in with it; null for not since
   * @example 2026-11-21T10:20:00.000Z
   */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt!: Date | null;
}

/** All of them, the oldest first. */
export class IdentitiesDto {
  data!: IdentityDto[];
}
