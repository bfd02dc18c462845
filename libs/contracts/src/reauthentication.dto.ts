import { PickType } from '@nestjs/swagger';
import { SignedInDto } from './auth.dto.js';
import { IsPassword } from './validators/passwords.js';

/** Who one is, proved once more. */
export class ReauthenticateInput {
  /**
   * Password of the account
   * @example "a-place-to-stay"
   */
  @IsPassword(1, 128)
  password!: string;
}

/** An access token of somebody who has just proved who they are. */
export class ReauthenticatedDto extends PickType(SignedInDto, ['accessToken', 'expiresIn']) {}
