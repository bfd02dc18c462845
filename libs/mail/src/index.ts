export { mailboxFolder } from './carriers.js';
export type { NewMail } from './mail.js';
export { MailModule } from './mail.module.js';
export { Mails } from './mails.js';
