import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsId } from './validators/codes.js';
import { fieldRule } from './validators/field-rule.js';
import { IsLine } from './validators/text.js';

/** What a browser makes of a passkey; its members are read by the rules of WebAuthn. */
export type PasskeyCredential = Record<string, unknown>;

const CLIENT_DATA =
  'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQXpJIiwib3JpZ2luIjoiaHR0cHM6Ly93d3cuZXhhbXBsZS5jb20ifQ';

/**
 * The JSON of a `PublicKeyCredential`, as its `toJSON()` makes it (Web Authentication Level 3, section 5.1). Members that
 * browsers add are not refused. Code: `object`.
 */
export function IsCredential(response: Record<string, string>): PropertyDecorator {
  const names = Object.keys(response);
  return applyDecorators(
    fieldRule({
      code: 'object',
      message: 'must be an object',
      holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    }),
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      required: ['id', 'rawId', 'type', 'response'],
      properties: {
        id: { type: 'string' },
        rawId: { type: 'string' },
        type: { type: 'string', enum: ['public-key'] },
        response: {
          type: 'object',
          additionalProperties: true,
          required: names,
          properties: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
        },
      },
      example: { id: 'AZOgsnw-fRCf', rawId: 'AZOgsnw-fRCf', type: 'public-key', response },
    }),
  );
}

/** What a passkey answers when it is asked to prove itself. */
export const ASSERTION = { clientDataJSON: CLIENT_DATA, authenticatorData: 'SZYN5YgOjGh0', signature: 'MEUCIQC' };
const ATTESTATION = { clientDataJSON: CLIENT_DATA, attestationObject: 'o2NmbXRkbm9uZQ' };

/** What to hand to the browser. */
export class PasskeyOptionsDto {
  /** For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`; good for five minutes, once */
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { challenge: 'AZOgsnw-fRCfVysfPF1-kGZpZ3VyZXM', rpId: 'example.com', userVerification: 'required' },
  })
  publicKey!: Record<string, unknown>;
}

/** A new passkey. */
export class CreatePasskeyInput {
  /**
   * What you know it by
   * @example My phone
   */
  @IsLine(1, 60)
  name!: string;

  /** What `navigator.credentials.create` has answered, as JSON */
  @IsCredential(ATTESTATION)
  credential!: PasskeyCredential;
}

/** Another name. */
export class UpdatePasskeyInput {
  /**
   * What you know it by
   * @example The key in the drawer
   */
  @IsLine(1, 60)
  name!: string;
}

/** A sign-in by passkey. */
export class LoginWithPasskeyInput {
  /** What `navigator.credentials.get` has answered, as JSON */
  @IsCredential(ASSERTION)
  credential!: PasskeyCredential;
}

/** A passkey of yours. */
export class PasskeyDto {
  /**
   * Identifier
   * @example 0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90
   */
  @IsId()
  id!: string;

  /**
   * What you know it by
   * @example My phone
   */
  name!: string;

  /**
   * When you added it
   * @example 2026-11-21T09:30:00.000Z
   */
  createdAt!: Date;

  /**
   * When somebody last signed in with it; null for never
   * @example 2026-11-21T10:20:00.000Z
   */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt!: Date | null;

  /**
   * Rises with every change of the name
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  version!: number;
}

/** All passkeys of yours, the oldest first. */
export class PasskeysDto {
  data!: PasskeyDto[];
}

/** A passkey that was added. */
export class PasskeyAddedDto extends PasskeyDto {
  /**
   * With your first second factor, recovery codes, shown this once; else null
   * @example ["nb2hi4-dthixs-653fpo-m63tqe"]
   */
  @ApiProperty({ type: [String], nullable: true })
  recoveryCodes!: string[] | null;
}
