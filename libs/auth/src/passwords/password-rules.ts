import type { FieldError } from '#http';
import { isCommon } from './common-passwords.js';

/** Whose password it is to be. */
export interface PasswordOwner {
  email: string;
  firstName: string;
  lastName: string;
}

/** What a client is told of it. */
export type PasswordFault = Omit<FieldError, 'pointer'>;

/** A short piece again and again is as short as the piece: `abcabcabcabc`. */
const REPEATED_PIECE = /^(.{1,8})\1+$/su;
/** Names of three letters and fewer are part of too many words: Ada may write "Canada". */
const SHORTEST_NAME = 4;

/**
 * What is wrong with a new password: too short, common, or it says its owner's own name or e-mail (NIST SP 800-63B-4,
 * section 3.1.1.2). What it is composed of is nobody's business; the most that it may have is the contract's.
 * @param minLength in characters: code points, as NIST counts them
 */
export function passwordFaults(password: string, owner: PasswordOwner, minLength: number): PasswordFault[] {
  if (Array.from(password).length < minLength) {
    return [{ code: 'min_length', message: `must have at least ${minLength} characters` }];
  }
  const word = bare(password);
  if (REPEATED_PIECE.test(word) || isCommon(password.normalize('NFKC').toLowerCase())) {
    return [{ code: 'common_password', message: 'is a password or word that is tried first, or little more than one' }];
  }
  const isPersonal = namesOf(owner).some((name) => word === name || (longEnough(name) && word.includes(name)));
  return isPersonal ? [{ code: 'personal_password', message: 'must not have your name or e-mail address in it' }] : [];
}

/** What of a text remains for a person who guesses: no capitals, no spaces, no punctuation – unless there is no other. */
function bare(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  return lower.replaceAll(/[^\p{L}\p{N}]/gu, '') || lower;
}

/** The names of a person, and each word of them. */
function namesOf({ email, firstName, lastName }: PasswordOwner): string[] {
  const [mailbox = ''] = email.split('@');
  const names = [email, mailbox, firstName, lastName, firstName + lastName, lastName + firstName];
  const words = [mailbox, firstName, lastName].flatMap((name) => name.split(/[^\p{L}\p{N}]+/u));
  return [...names, ...words].map(bare).filter((name) => name !== '');
}

function longEnough(name: string): boolean {
  return Array.from(name).length >= SHORTEST_NAME;
}
