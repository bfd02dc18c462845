import { IsEmailAddress } from './validators/emails.js';
import { IsPassword } from './validators/passwords.js';
import { IsLine } from './validators/text.js';

/** Where a link is to be mailed. */
export class RequestLinkInput {
  /**
   * E-mail address of the account
   * @example ada@example.com
   */
  @IsEmailAddress()
  email!: string;
}

/** What a mailed link has brought back. */
export class LinkTokenInput {
  /**
   * The token of the link; each is taken once
   * @example AZOgsnw-fRCfVysfPF1-kABl4g0QZmlndXJlcyBvZiBzcGVlY2ggYXJlIG5vdCBhbGxvd2Vk
   */
  @IsLine(1, 200)
  token!: string;
}

/** A new password, and the mailed link that allows it. */
export class ResetPasswordInput extends LinkTokenInput {
  /**
   * 12 to 128 characters of any kind; without your name or e-mail in it, and none of the most common ones
   * @example "correct horse battery"
   */
  @IsPassword(12, 128)
  password!: string;
}

/** A new password, and the one that it replaces. */
export class ChangePasswordInput {
  /**
   * The password that the account has
   * @example "a-place-to-stay"
   */
  @IsPassword(1, 128)
  currentPassword!: string;

  /**
   * 12 to 128 characters of any kind; without your name or e-mail in it, and none of the most common ones
   * @example "correct horse battery"
   */
  @IsPassword(12, 128)
  newPassword!: string;
}

/** A new e-mail address, and the password of the account. */
export class ChangeEmailInput {
  /**
   * The new address; capitals, and how its letters are encoded, make no difference
   * @example ada.king@example.com
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
