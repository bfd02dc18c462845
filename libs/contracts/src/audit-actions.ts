/**
 * Everything that the audit log tells of: `group.action`, in the past tense, with the type of what it is done to. Names are
 * never changed or used again for something else: entries are kept for good.
 */
export const AUDIT_ACTIONS = {
  /** someone has made an account */
  'user.registered': { subject: 'user' },
  /** first or last name; both are withheld */
  'user.renamed': { subject: 'user' },
  /** someone has signed in: a session has begun */
  'session.opened': { subject: 'session' },
  /** by its owner: signed out, or ended from elsewhere */
  'session.ended': { subject: 'session' },
  /** a refresh token came again that had been exchanged long before: one of the two who had it is a thief */
  'session.reuse_detected': { subject: 'session' },
  /** a wrong password for an account that there is, as often as the brake lets one be tried */
  'sign_in.failed': { subject: 'user' },
  'property.created': { subject: 'property' },
  /** title, description, address and location are withheld */
  'property.changed': { subject: 'property' },
  'property.published': { subject: 'property' },
  'property.paused': { subject: 'property' },
  'property.archived': { subject: 'property' },
  /** the host has taken nights off the calendar */
  'block.created': { subject: 'property' },
  'block.deleted': { subject: 'property' },
  'booking.accepted': { subject: 'booking' },
  'booking.declined': { subject: 'booking' },
  /** by guest or host; what a deadline ends is in the booking's own events */
  'booking.cancelled': { subject: 'booking' },
  /** a host has let a partner’s organisation in; by either side, it has ended */
  'access_grant.created': { subject: 'access_grant' },
  'access_grant.ended': { subject: 'access_grant' },
  /** an operator has had something that was given up tried again, or let go of it: `npm run parked` */
  'parked.replayed': { subject: 'parked' },
  'parked.dropped': { subject: 'parked' },
} as const satisfies Record<string, { subject: string }>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
