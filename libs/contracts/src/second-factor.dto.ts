import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ASSERTION, IsCredential, type PasskeyCredential } from './passkeys.dto.js';
import { fieldRule, Omittable } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

const SIX_DIGITS = /^\d{6}$/;

/** A code of an authenticator app. Code: `six_digits`. */
function IsTotpCode(): PropertyDecorator {
  return applyDecorators(
    fieldRule({
      code: 'six_digits',
      message: 'must be six digits, as text',
      holds: (value) => typeof value === 'string' && SIX_DIGITS.test(value),
    }),
    ApiProperty({ pattern: SIX_DIGITS.source }),
  );
}

export const SecondFactorMethod = { passkey: 'passkey', totp: 'totp', recovery_code: 'recovery_code' } as const;
export type SecondFactorMethod = keyof typeof SecondFactorMethod;

/** A sign-in that waits for its second factor. */
export class SignInChallengeDto {
  /**
   * Send it with the second factor; it is good for one sign-in and five tries
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA
   */
  challengeToken!: string;

  /** What will do as the second factor */
  @ApiProperty({ enum: SecondFactorMethod, enumName: 'SecondFactorMethod', isArray: true })
  methods!: SecondFactorMethod[];

  /**
   * To ask the browser for a passkey with: for `PublicKeyCredential.parseRequestOptionsFromJSON`; null when there is none
   */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { challenge: 'AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXM', rpId: 'example.com', userVerification: 'preferred' },
  })
  passkeyOptions!: Record<string, unknown> | null;

  /**
   * Seconds for which it is waited for
   * @example 300
   */
  @ApiProperty({ type: 'integer' })
  expiresIn!: number;
}

/** The password is right, and the account has a second factor. */
export class SecondFactorNeededDto {
  /** What to go on with, at `completeLogin` */
  secondFactor!: SignInChallengeDto;
}

/** Exactly one proof besides the first: a code of an authenticator app, a recovery code, or a passkey. */
export class SecondFactorProof {
  /**
   * The code that the authenticator app shows
   * @example "287082"
   */
  @Omittable()
  @IsTotpCode()
  @ApiProperty({ required: false })
  code?: string;

  /**
   * One of the recovery codes; capitals and hyphens make no difference
   * @example nb2hi4-dthixs-653fpo-m63tqe
   */
  @Omittable()
  @IsLine(1, 100)
  @ApiProperty({ required: false })
  recoveryCode?: string;

  /** What `navigator.credentials.get` has answered to the `passkeyOptions`, as JSON */
  @Omittable()
  @IsCredential(ASSERTION)
  @ApiProperty({ required: false })
  passkey?: PasskeyCredential;
}

/** The second factor of a sign-in: exactly one of `code`, `recoveryCode` and `passkey`. */
export class CompleteLoginInput extends SecondFactorProof {
  /**
   * The `challengeToken` of the answer to `login`
   * @example AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXMgb2Ygc3BlZWNoIGFyZSBub3QgYWxsb3dlZA
   */
  @IsLine(1, 200)
  challengeToken!: string;
}

/** What is asked of you at sign-in besides your password. */
export class SecondFactorDto {
  /** Whether codes of an authenticator app are taken */
  totp!: boolean;

  /**
   * How many passkeys there are
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  passkeys!: number;

  /**
   * How many recovery codes have not been used
   * @example 10
   */
  @ApiProperty({ type: 'integer' })
  recoveryCodesLeft!: number;
}

/** A new secret for an authenticator app, shown this once. It counts for nothing until it is confirmed. */
export class TotpEnrolmentDto {
  /**
   * To be typed into the app, in base 32
   * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
   */
  secret!: string;

  /**
   * The same for a QR code, as authenticator apps read it
   * @example otpauth://totp/Roost:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Roost&algorithm=SHA1&digits=6&period=30
   */
  uri!: string;

  /**
   * Seconds in which it has to be confirmed
   * @example 600
   */
  @ApiProperty({ type: 'integer' })
  expiresIn!: number;
}

/** A code that proves that the authenticator app has the secret. */
export class ConfirmTotpInput {
  /**
   * The code that the app shows
   * @example "287082"
   */
  @IsTotpCode()
  code!: string;
}

/** Recovery codes, shown this once. */
export class RecoveryCodesDto {
  /**
   * Each is good for one sign-in; null when there are some from before, which go on counting
   * @example ["nb2hi4-dthixs-653fpo-m63tqe"]
   */
  @ApiProperty({ type: [String], nullable: true })
  recoveryCodes!: string[] | null;
}
