import { derivedSecrets, type AppConfig } from '#config';

/** A mail to be sent: plain text to one person. */
export interface NewMail {
  /** one bare address, e.g. `ada@example.com` */
  to: string;
  /** whose account it is written to; null when it goes to an address alone, whoever has that */
  userId: string | null;
  subject: string;
  /** plain text; lines end in `\n` */
  body: string;
  /** it holds what nobody else may have, such as a link in place of a password: the database never has it readable */
  secret?: boolean;
  /** nothing of it stays once it is sent, or given up: nobody is to know the address any more */
  forgotten?: boolean;
}

/** A mail as it waits to be sent. */
export interface WaitingMail {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  /** the body is enciphered; see `unsealed` */
  sealed: boolean;
  forgotten: boolean;
  createdAt: Date;
  /** tries so far, this one included */
  attempts: number;
}

/** With what letters are sealed that hold secrets: the first seals, each of them may have. */
export function sealingKeys({ auth }: AppConfig): [Buffer, ...Buffer[]] {
  return derivedSecrets(auth.jwtPrivateKeys, 'roost sealed letters');
}

/** One address without anything that a header or a list of addresses is made of. */
const ONE_ADDRESS = /^[^\s\p{Cc}<>,;:"()[\]\\@]+@[^\s\p{Cc}<>,;:"()[\]\\@]+$/u;

/** Whether it is one address, and nothing that would add headers or recipients. */
export function isOneAddress(text: string): boolean {
  return ONE_ADDRESS.test(text);
}

/** A subject on one line, whatever names were written into it. */
export function oneLine(subject: string): string {
  return subject.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}

/**
 * The file of a mail in the mailbox folder, the same at each try: when it was written, what it is about, its id; in a
 * listing they lie in the order of time. E.g. `20270301T120000Z-your-stay-is-booked-0193….eml`.
 */
export function emlName({ id, subject, createdAt }: Pick<WaitingMail, 'id' | 'subject' | 'createdAt'>): string {
  const time = createdAt.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return [time, slug(subject), id].filter((part) => part !== '').join('-') + '.eml';
}

function slug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
}
