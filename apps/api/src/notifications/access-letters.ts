import type { Permission } from '#contracts/properties/permissions.js';
import { letter, type Letter } from './letter.js';

const WHAT: Record<Permission, string> = {
  listing: 'change what it is, its prices and its rules',
  calendar: 'see and change its calendar',
  bookings: 'read, accept, decline and cancel its bookings',
  messages: 'write with its guests',
};

/** What a letter to an invited address tells. */
export interface InvitedCoHost {
  hostFirstName: string;
  title: string;
  permissions: Permission[];
}

/** To an address that was asked to be a co-host; whose it is, nobody knows. */
export function invitedAsCoHost({ hostFirstName, title, permissions }: InvitedCoHost, link: string): Letter {
  return letter(`${hostFirstName} invites you to be a co-host: ${title}`, undefined, [
    `${hostFirstName} would like you to look after “${title}” on Roost with them. You could:`,
    permissions.map((each) => `- ${WHAT[each]}`).join('\n'),
    `Sign in or make an account with this address, and open this link within fourteen days:\n${link}`,
    'If you do not know them, you can forget this mail: without the link nothing happens.',
  ]);
}

/** To the host: somebody has accepted. */
export function coHostJoined(hostFirstName: string, coHost: { firstName: string; title: string }): Letter {
  return letter(`${coHost.firstName} is a co-host now: ${coHost.title}`, hostFirstName, [
    `${coHost.firstName} has accepted your invitation to look after “${coHost.title}” with you.`,
    'You can change what they may do, or part with them, among the co-hosts of the place.',
  ]);
}

/** What a letter about a grant tells of it. */
export interface GivenAccess {
  hostFirstName: string;
  organisation: string;
  slug: string;
  /** of the one place that it is for; null: all of the host's */
  title: string | null;
  permissions: Permission[];
}

/** To the host: an organisation's programs are let in. Whoever has an open browser of theirs may have done it. */
export function accessGiven({ hostFirstName, organisation, slug, title, permissions }: GivenAccess): Letter {
  const at = title === null ? 'all your places' : `“${title}”`;
  const where = title === null ? 'all your places, also those that you make later' : at;
  return letter(`${organisation} has access to ${at} now`, hostFirstName, [
    `Programs of ${organisation} (${slug}) have been let in at ${where}. They can:`,
    permissions.map((each) => `- ${WHAT[each]}`).join('\n'),
    'You can take that back among your grants at any time; it ends at once.',
    'If it was not you, somebody else is in your account: end the grant, end their sessions, and change your password.',
  ]);
}

/** To somebody who is kept out, with the reason: they have a right to it (Regulation (EU) 2022/2065, article 17). */
export function accountSuspended(firstName: string, reason: string): Letter {
  return letter('Your account is suspended', firstName, [
    'You cannot sign in for now, and what you let is not found by others. Stays that are booked go on.',
    `Why: ${reason}`,
    'If you think that this is wrong, answer this letter.',
  ]);
}

/** To somebody who is let in again. */
export function accountRestored(firstName: string): Letter {
  return letter('Your account is open again', firstName, [
    'You can sign in as before, and what you let can be found and booked again.',
  ]);
}
