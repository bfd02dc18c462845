import type { FieldError } from '#http';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** Whose password it is to be. */
export interface PasswordOwner {
  email: string;
  firstName: string;
  lastName: string;
}

type Fault = Omit<FieldError, 'pointer'>;

/** A short piece again and again is as short as the piece: `abcabcabcabc`. */
const REPEATED_PIECE = /^(.{1,8})\1+$/su;

/** What is wrong with a new password: common, or said by the owner's own name or e-mail. Its length is the contract's. */
export function passwordFaults(password: string, owner: PasswordOwner): Fault[] {
  const word = bare(password);
  if (COMMON_PASSWORDS.has(password.toLowerCase()) || COMMON_PASSWORDS.has(word) || REPEATED_PIECE.test(word)) {
    return [{ code: 'common_password', message: 'is one of the passwords that are tried first' }];
  }
  if (wordsOf(owner).has(word)) {
    return [{ code: 'personal_password', message: 'must not be your name or e-mail address' }];
  }
  return [];
}

/** What of a text remains for a person who guesses: no capitals, no spaces, no punctuation – unless there is no other. */
function bare(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  return lower.replaceAll(/[^\p{L}\p{N}]/gu, '') || lower;
}

function wordsOf({ email, firstName, lastName }: PasswordOwner): Set<string> {
  const [mailbox = ''] = email.split('@');
  return new Set([email, mailbox, firstName, lastName, firstName + lastName, lastName + firstName].map(bare));
}
