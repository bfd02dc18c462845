import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { folderCarrier, smtpCarrier } from './carriers.js';
import type { WaitingMail } from './mail.js';

const FROM = 'Roost <stays@roost.example>';
const mail: WaitingMail = {
  id: '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90',
  recipient: 'zoe@example.com',
  subject: 'Ihr Aufenthalt: „Haus am See“',
  sealed: false,
  forgotten: false,
  body: 'Guten Tag Zoë,\n\n.\nBis bald!\n',
  createdAt: new Date('2027-03-01T12:00:00Z'),
  attempts: 1,
};
const NAME = '20270301T120000Z-ihr-aufenthalt-haus-am-see-0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90.eml';

describe('folderCarrier', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'roost-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes one file that mail programs can read', async () => {
    await folderCarrier(folder, FROM).send(mail);
    expect(await readdir(folder)).toEqual([NAME]);
    const read = await PostalMime.parse(await readFile(join(folder, NAME)));
    expect(read).toMatchObject({
      from: { name: 'Roost', address: 'stays@roost.example' },
      to: [{ address: 'zoe@example.com' }],
      subject: mail.subject,
      messageId: '<0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90@roost.example>',
      date: '2027-03-01T12:00:00.000Z',
    });
    expect(read.text?.trim()).toBe(mail.body.trim());
  });

  it('writes the same mail over itself when it is sent again', async () => {
    const carrier = folderCarrier(folder, FROM);
    await Promise.all([carrier.send(mail), carrier.send(mail)]);
    await carrier.send({ ...mail, attempts: 2 });
    expect(await readdir(folder)).toEqual([NAME]);
  });

  it('adds no header and no recipient that hides in a subject or an address', async () => {
    const sly = {
      ...mail,
      subject: 'Hi\r\nBcc: eve@example.com',
      recipient: 'zoe@example.com\r\nBcc: eve@example.com',
    };
    await folderCarrier(folder, FROM).send(sly);
    const [name = ''] = await readdir(folder);
    const read = await PostalMime.parse(await readFile(join(folder, name)));
    expect(read.bcc ?? []).toEqual([]);
    expect(read.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(read.to).toHaveLength(1);
  });

  it('fails, and leaves no half file, where it cannot write', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(folderCarrier(file, FROM).send(mail)).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('smtpCarrier', () => {
  it('hands a mail over to an SMTP server, and fails when the server refuses it', async () => {
    const taken: { to: string[]; content: string }[] = [];
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? new Error('no such mailbox') : null),
      onData(stream, session, done) {
        let content = '';
        stream.on('data', (chunk: Buffer) => (content += chunk.toString('utf8')));
        stream.on('end', () => {
          taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), content });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const carrier = smtpCarrier(`smtp://127.0.0.1:${port}`, FROM);
    try {
      await carrier.send(mail);
      await expect(carrier.send({ ...mail, recipient: 'nobody@example.com' })).rejects.toThrow('no such mailbox');
    } finally {
      carrier.close();
      await new Promise<void>((resolve) => server.close(resolve));
    }
    expect(taken.map(({ to }) => to)).toEqual([['zoe@example.com']]);
    expect((await PostalMime.parse(taken[0]?.content ?? '')).subject).toBe(mail.subject);
  });
});
