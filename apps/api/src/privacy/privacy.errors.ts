import { domainError } from '#http';

/** The file of an export is there for some hours. */
export class ExportExpired extends domainError({
  code: 'export_expired',
  status: 410,
  title: 'The export cannot be downloaded any more',
  example: { detail: 'Ask for another one: POST /v1/users/me/exports.' },
}) {}

/** Others rely on the account: there are stays or money on their way, or it is the last to be responsible. */
export class ErasureBlocked extends domainError({
  code: 'erasure_blocked',
  status: 409,
  title: 'The account cannot be erased yet',
  example: {
    detail: 'There are 1 open matters.',
    data: {
      open: [
        {
          type: 'stay',
          id: '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90',
          reason: 'You are the guest of booking RST-7KQ2M9XA, which is confirmed.',
          until: '2027-03-08T10:00:00.000Z',
        },
      ],
    },
  },
}) {}
