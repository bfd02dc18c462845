import type { NewMail } from '#mail';
import type { OrganisationRole } from '#contracts/partners/organisations.dto.js';

/** What the letter of an invitation tells. */
export interface Invitation {
  email: string;
  organisation: string;
  role: OrganisationRole;
  invitedBy: string;
  code: string;
  /** for how long the code is taken */
  days: number;
}

/** To someone who is asked to join an organisation, whether or not they have an account. */
export function invitationLetter({ email, organisation, role, invitedBy, code, days }: Invitation): NewMail {
  const paragraphs = [
    'Hello,',
    `${invitedBy} asks you to join ${organisation} on Roost, as ${role === 'owner' ? 'an owner' : 'a member'}.`,
    `Sign in to Roost, or make an account, and enter this code within ${days} days:`,
    code,
    'Keep it to yourself: whoever enters it joins. If you do not know what this is about, forget this mail.',
    'Roost',
  ];
  return {
    userId: null,
    to: email,
    subject: `${invitedBy} asks you to join ${organisation}`,
    body: paragraphs.join('\n\n') + '\n',
  };
}
