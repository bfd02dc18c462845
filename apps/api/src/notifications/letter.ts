/** What a mail says. */
export interface Letter {
  subject: string;
  body: string;
}

/** A letter to somebody; without a name where it is not known whether the address is theirs. */
export function letter(subject: string, firstName: string | undefined, paragraphs: string[]): Letter {
  const greeting = firstName === undefined ? 'Hello,' : `Hello ${firstName},`;
  return { subject, body: [greeting, ...paragraphs, 'Roost'].join('\n\n') + '\n' };
}
