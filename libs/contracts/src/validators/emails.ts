import { domainToASCII } from 'node:url';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { isEmail } from 'class-validator';
import { fieldRule } from './field-rule.js';

/** Quoted mailboxes and comments are e-mail by the letter of RFC 5322, and trouble in every header and list since. */
const UNUSUAL = /["\s,;:()<>[\]\\]/;
/** What nobody sees tells addresses apart that look alike; U+2800 is a blank that is called a symbol. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Halfwidth and Fullwidth Forms */
const WIDE = /[\uff01-\uffee]/gu;

/** An e-mail address; white space around it is dropped. What it is held against is `mailboxOf`. Code: `email`. */
export function IsEmailAddress(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    fieldRule({
      code: 'email',
      message: 'must be an e-mail address without invisible characters',
      holds: (value) => typeof value === 'string' && isEmailAddress(value),
    }),
    ApiProperty({ format: 'email', maxLength: 254 }),
  );
}

/** Whether it is one, as it stands and in the spelling of its mailbox. */
export function isEmailAddress(text: string): boolean {
  return isPlain(text) && isPlain(mailboxOf(text));
}

function isPlain(address: string): boolean {
  return isEmail(address) && !UNUSUAL.test(address) && !INVISIBLE.test(address);
}

/**
 * The one spelling of an address, of all that name its mailbox; capitals of the local part stay, and are compared by citext.
 * The local part is composed, and its wide and narrow letters become ordinary ones: RFC 8265 (section 3.3.2) has user names
 * compared so, and RFC 6532 (section 3.1) wants NFC rather than NFKC, which takes letters apart that names are spelled with.
 * The domain becomes what DNS is asked for (UTS #46); one that cannot be asked for, the empty text.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).replaceAll(WIDE, (letter) => letter.normalize('NFKC'));
  return `${local.normalize('NFC')}@${domainToASCII(address.slice(at + 1))}`;
}
