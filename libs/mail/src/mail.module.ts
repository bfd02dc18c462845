import { Global, Module } from '@nestjs/common';
import { MailSweep } from './mail.sweep.js';
import { Mails } from './mails.js';

/** Mail for everyone. */
@Global()
@Module({ providers: [Mails, MailSweep], exports: [Mails] })
export class MailModule {}
