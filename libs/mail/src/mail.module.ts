import { Global, Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { MailSweep } from './mail.sweep.js';
import { Mails } from './mails.js';
import { holdsLetters } from './mail.personal-data.js';

/** Waiting mails stay; what was sent or given up goes, and with it the address. */
const forgetsMails = forgets({
  table: 'mails',
  since: 'created_at',
  where: 'due_at IS NULL',
  days: ({ retention }) => retention.mailDays,
});

/** Mail for everyone. */
@Global()
@Module({ providers: [Mails, MailSweep, forgetsMails, holdsLetters], exports: [Mails] })
export class MailModule {}
