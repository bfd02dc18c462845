import { PickType } from '@nestjs/swagger';
import { SignedInDto } from './auth.dto.js';
import { SecondFactorProof } from './second-factor.dto.js';
import { IsPassword } from './validators/passwords.js';

/** Who one is, proved once more: by the password, and by one second factor where the account has any. */
export class ReauthenticateInput extends SecondFactorProof {
  /**
   * Password of the account
   * @example "a-place-to-stay"
   */
  @IsPassword(1, 128)
  password!: string;
}

/** An access token of somebody who has just proved who they are. */
export class ReauthenticatedDto extends PickType(SignedInDto, ['accessToken', 'expiresIn']) {}
