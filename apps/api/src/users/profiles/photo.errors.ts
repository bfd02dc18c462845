import { domainError } from '#http';

/** By what it holds, whatever it is called: no JPEG, PNG, WebP or AVIF, broken, or too large to be looked at. */
export class UnreadablePhoto extends domainError({
  code: 'unreadable_photo',
  status: 422,
  title: 'The photo cannot be read',
  example: { detail: 'It is image/gif; JPEG, PNG, WebP and AVIF are taken.' },
}) {}
