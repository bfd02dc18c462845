import type { EventCatalogue, FactorChange } from '#contracts/events.js';
import { letter, type Letter } from './letter.js';

type Fact = EventCatalogue['user.factor_changed'];

const SIGNED_OUT = 'You have been signed out everywhere else.';
const NOT_YOU =
  'If it was not you, somebody else is in your account: end their sessions, change your password, and take off what you did not set up.';

const LETTERS: Record<FactorChange, (fact: Fact) => [subject: string, ...paragraphs: string[]]> = {
  totp_added: () => [
    'Your account asks for codes of your authenticator app now',
    `From now on a password alone does not sign anyone in to your account. ${SIGNED_OUT}`,
    'Keep your recovery codes where you find them when your phone is lost.',
    NOT_YOU,
  ],
  totp_removed: () => [
    'Your authenticator app has been taken off your account',
    `Its codes are not asked for any more. ${SIGNED_OUT}`,
    NOT_YOU,
  ],
  recovery_codes_made: () => [
    'You have new recovery codes',
    'Those from before do not count any more: throw them away.',
    NOT_YOU,
  ],
  recovery_code_used: ({ codesLeft = 0 }) => [
    'A recovery code was used to sign in',
    `It does not count any more. ${left(codesLeft)}`,
    NOT_YOU,
  ],
  passkey_added: ({ passkey = '' }) => [
    'A passkey was added to your account',
    `One signs in to your account with “${passkey}” from now on, and a password alone does not do any more.`,
    NOT_YOU,
  ],
  passkey_removed: ({ passkey = '' }) => [
    'A passkey was removed from your account',
    `Nobody signs in with “${passkey}” any more. ${SIGNED_OUT}`,
    NOT_YOU,
  ],
  passkey_refused: ({ passkey = '' }) => [
    'A passkey was refused: there may be a copy of it',
    `Somebody came with “${passkey}”, and what it says of itself does not go with its last use. They were not let in.`,
    'Remove it from your account, and add a new one.',
  ],
  identity_added: ({ provider = '' }) => [
    `Your account can be signed in to with ${provider}`,
    `Whoever signs in at ${provider} as you do is signed in to your account from now on.`,
    NOT_YOU,
  ],
  identity_removed: ({ provider = '' }) => [
    `Your account cannot be signed in to with ${provider} any more`,
    `Nobody is signed in to it by signing in at ${provider}. ${SIGNED_OUT}`,
    NOT_YOU,
  ],
  second_factor_failed: () => [
    'Somebody knows your password',
    'They gave it rightly, then failed five times at your second factor, and were not let in.',
    'If it was not you, change your password.',
  ],
};

/** To someone about whose ways of signing in something has changed. */
export function factorChanged(firstName: string, fact: Fact): Letter {
  const [subject, ...paragraphs] = LETTERS[fact.change](fact);
  return letter(subject, firstName, paragraphs);
}

function left(codes: number): string {
  if (codes === 0) return 'It was the last one: make new ones.';
  return codes === 1 ? 'You have one left.' : `You have ${codes} left.`;
}
