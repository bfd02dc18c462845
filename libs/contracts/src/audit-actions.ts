/**
 * Everything that the audit log tells of: `group.action`, in the past tense, with the type of what it is done to. Names are
 * never changed or used again for something else: entries are kept for good.
 */
export const AUDIT_ACTIONS = {
  /** someone has made an account */
  'user.registered': { subject: 'user' },
  /** first or last name; both are withheld */
  'user.renamed': { subject: 'user' },
  /** languages, what they tell of themselves, time zone, currency; all are withheld */
  'user.profile_changed': { subject: 'user' },
  'user.photo_changed': { subject: 'user' },
  'user.photo_removed': { subject: 'user' },
  'user.suspended': { subject: 'user' },
  'user.restored': { subject: 'user' },
  /** staff roles */
  'user.roles_changed': { subject: 'user' },
  /** somebody of support has begun to look at the account; what they read is with the look */
  'look.begun': { subject: 'user' },
  /** a copy of all that is known of its owner */
  'user.export_requested': { subject: 'user' },
  /** by its owner: nothing of a person is left of it */
  'user.erased': { subject: 'user' },
  /** what people agree to */
  'terms.published': { subject: 'terms' },
  'consent.given': { subject: 'user' },
  'consent.withdrawn': { subject: 'user' },
  'password.changed': { subject: 'user' },
  /** by a mailed link */
  'password.reset': { subject: 'user' },
  'email.verified': { subject: 'user' },
  'email.change_requested': { subject: 'user' },
  /** both addresses have confirmed it */
  'email.changed': { subject: 'user' },
  /** the first second factor comes with recovery codes */
  'second_factor.totp_added': { subject: 'user' },
  'second_factor.totp_removed': { subject: 'user' },
  'second_factor.recovery_codes_made': { subject: 'user' },
  'second_factor.recovery_code_used': { subject: 'user' },
  /** whoever tried, as often as one sign-in lets them, had the password */
  'second_factor.failed': { subject: 'user' },
  'passkey.added': { subject: 'user' },
  /** its name is withheld */
  'passkey.renamed': { subject: 'user' },
  'passkey.removed': { subject: 'user' },
  /** its counter says that there is a copy of it */
  'passkey.refused': { subject: 'user' },
  /** an account at a provider of OpenID Connect signs in to it from now on */
  'identity.added': { subject: 'user' },
  'identity.removed': { subject: 'user' },
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
  /** all of them, before and after; their names are withheld */
  'property.seasons_changed': { subject: 'property' },
  'property.published': { subject: 'property' },
  'property.paused': { subject: 'property' },
  'property.archived': { subject: 'property' },
  /** the host has taken nights off the calendar */
  'block.created': { subject: 'property' },
  'block.deleted': { subject: 'property' },
  /** rules and prices of days, as they were sent */
  'calendar.days_set': { subject: 'property' },
  'booking.accepted': { subject: 'booking' },
  'booking.declined': { subject: 'booking' },
  /** by guest or host; what a deadline ends is in the booking's own events */
  'booking.cancelled': { subject: 'booking' },
  /** a host has let a partner’s organisation in; by either side, it has ended */
  'access_grant.created': { subject: 'access_grant' },
  'access_grant.ended': { subject: 'access_grant' },
  'co_host.invited': { subject: 'property' },
  /** the host has taken the invitation back */
  'co_host.invitation_withdrawn': { subject: 'property' },
  'co_host.invitation_declined': { subject: 'property' },
  'co_host.joined': { subject: 'property' },
  'co_host.permissions_changed': { subject: 'property' },
  /** by the host */
  'co_host.removed': { subject: 'property' },
  /** by themselves */
  'co_host.left': { subject: 'property' },
  'organisation.created': { subject: 'organisation' },
  /** the name is withheld */
  'organisation.renamed': { subject: 'organisation' },
  'organisation.member_invited': { subject: 'organisation' },
  'organisation.invitation_withdrawn': { subject: 'organisation' },
  'organisation.member_joined': { subject: 'organisation' },
  'organisation.role_changed': { subject: 'organisation' },
  /** by an owner */
  'organisation.member_removed': { subject: 'organisation' },
  /** by themselves */
  'organisation.member_left': { subject: 'organisation' },
  'api_key.created': { subject: 'organisation' },
  /** another key takes its place */
  'api_key.rotated': { subject: 'organisation' },
  /** by an owner; one that ends by its date has said so when it was made */
  'api_key.ended': { subject: 'organisation' },
  /** an operator has had something that was given up tried again, or let go of it: `npm run parked` */
  'parked.replayed': { subject: 'parked' },
  'parked.dropped': { subject: 'parked' },
} as const satisfies Record<string, { subject: string }>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
