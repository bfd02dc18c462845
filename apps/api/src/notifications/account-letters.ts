import { letter, type Letter } from './letter.js';

/** To someone who has made an account. */
export function welcome(firstName: string): Letter {
  return letter('Welcome to Roost', firstName, [
    'Your account is ready. Look for a place to stay, or put your own on the map.',
    'If it was not you who made it, someone has mistyped their address, and you can forget this mail.',
  ]);
}

/** To the address of an account: that it is to be confirmed. Whoever registered may have given somebody else's. */
export function verifyEmail(link: string): Letter {
  return letter('Confirm your e-mail address', undefined, [
    'Someone has given this address for an account at Roost. If it was you, follow this link:',
    link,
    'If it was not you, do not follow it, and you will not hear of us again.',
  ]);
}

/** To the owner of an account, who has asked for it or has not. */
export function resetPassword(firstName: string, link: string): Letter {
  return letter('Reset your password', firstName, [
    'Follow this link to choose a new password. It can be used once, and soon expires:',
    link,
    'If you have not asked for it, you need do nothing: your password is as it was.',
  ]);
}

/** To the address that an account has. */
export function leaveEmail(firstName: string, newEmail: string, link: string): Letter {
  return letter('Confirm that your e-mail address is to change', firstName, [
    `You have asked that you sign in with ${newEmail} from now on. Follow this link to confirm that, and the one that was sent there:`,
    link,
    'If you have not asked for it, somebody knows your password: do not follow the link, and change your password now.',
  ]);
}

/** To the address that an account is to have. */
export function takeEmail(link: string): Letter {
  return letter('Confirm your new e-mail address', undefined, [
    'Someone has asked to sign in to Roost with this address from now on. If it was you, follow this link:',
    link,
    'If it was not you, do not follow it, and you will not hear of us again.',
  ]);
}

/** To the address that an account had. */
export function emailChanged(firstName: string): Letter {
  return letter('Your e-mail address has changed', firstName, [
    'As was confirmed at this address and at the new one, you sign in with the new one from now on. Everywhere else you have been ' +
      'signed out.',
    'If it was not you, write to us at once.',
  ]);
}

/** To the owner of an address that somebody else has asked for. */
export function emailWanted(firstName: string): Letter {
  return letter('Someone has asked for your e-mail address', firstName, [
    'Someone has asked to sign in to another account with this address. It is yours, so nothing has changed, and they are not told.',
    'If it was you, close one of your two accounts first, or give the other one another address.',
  ]);
}

/** To the owner of an account, when somebody registers with its address. */
export function registeredAlready(firstName: string): Letter {
  return letter('You have an account already', firstName, [
    'Someone has registered with this address. It has an account, so nothing has changed, and they are not told.',
    'If it was you, sign in with the password that you have, or reset it if you have forgotten it.',
  ]);
}

/** To the owner of an account. */
export function passwordChanged(firstName: string): Letter {
  return letter('Your password was changed', firstName, [
    'Your account has a new password, and wherever else you were signed in you have been signed out.',
    'If it was not you, reset your password now: whoever reads this mail can.',
  ]);
}

/** To somebody who has asked for all that is known of them. */
export function exportReady(firstName: string, link: string, until: string): Letter {
  return letter('Your data is ready to be downloaded', firstName, [
    'You have asked for a copy of all that we know of you. It is here:',
    link,
    `The link can be used until ${until}, without signing in: do not pass it on. If you have not asked for it, change your password now.`,
  ]);
}

/** To the owner of an account, a key to which is in somebody else's hands. */
export function tokenReused(firstName: string): Letter {
  return letter('You were signed out: someone used an old key of yours', firstName, [
    'One of your devices, or someone who has copied what was on it, came with a key that had been exchanged for a new one long ' +
      'before. To be safe, we have ended that session: sign in again to go on.',
    'If you see sessions in your account that you do not know, end them, and change your password.',
  ]);
}
