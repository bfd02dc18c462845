import type { NewMail } from '#mail';

/** To the address that an account had. Nothing of the letter is kept once it is sent. */
export function lastLetter(to: string, firstName: string): NewMail {
  const paragraphs = [
    `Hello ${firstName},`,
    'As you have asked, your account has been erased. This letter is the last that you get from us: we do not know your address any ' +
      'more.',
    'What has to be kept – amounts and dates of bookings, and the audit log – is kept without your name.',
    'Roost',
  ];
  return {
    to,
    userId: null,
    subject: 'Your account has been erased',
    body: paragraphs.join('\n\n') + '\n',
    forgotten: true,
  };
}
