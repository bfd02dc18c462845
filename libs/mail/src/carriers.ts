import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { emlName, type WaitingMail } from './mail.js';

/** What takes mail away. */
export interface Carrier {
  /** @throws when the mail was not taken; it may be tried again, with the same Message-ID */
  send(mail: WaitingMail): Promise<void>;
  close(): void;
}

/** A body from people must not make us read files or fetch addresses. */
const SAFE = { disableFileAccess: true, disableUrlAccess: true };
const SMTP_TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Where mail lies that is not sent by SMTP. */
export function mailboxFolder(dataDir: string): string {
  return join(dataDir, 'mailbox');
}

/** Hands mail to an SMTP server. */
export function smtpCarrier(url: string, from: string): Carrier {
  const transport = createTransport({ url, pool: true, ...SMTP_TIMEOUTS, ...SAFE });
  return {
    async send(mail) {
      await transport.sendMail(messageOf(mail, from));
    },
    close: () => {
      transport.close();
    },
  };
}

/** Writes mail into a folder, one `.eml` file each: there whole or not at all, and once however often it is sent. */
export function folderCarrier(folder: string, from: string): Carrier {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...SAFE });
  return {
    async send(mail) {
      const { message } = await composer.sendMail(messageOf(mail, from));
      if (!Buffer.isBuffer(message)) throw new TypeError('the composer was asked for a buffer');
      await mkdir(folder, { recursive: true });
      await writeWhole(folder, emlName(mail), message);
    },
    close: () => {
      composer.close();
    },
  };
}

function messageOf({ id, recipient, subject, body, createdAt }: WaitingMail, from: string) {
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    // As an object it is one address, and is not searched for more.
    to: { name: '', address: recipient },
    subject,
    text: body,
    date: createdAt,
    // The same at each try, so that a mailbox can tell a second delivery of the same mail.
    messageId: `<${id}@${domain}>`,
    // RFC 3834: no holiday replies to us.
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  const draft = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(draft, content);
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
