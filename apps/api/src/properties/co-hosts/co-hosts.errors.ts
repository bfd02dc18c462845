import { domainError } from '#http';

/** Whom the host has invited by this address is one already: change what they may do instead. */
export class AlreadyCoHost extends domainError({
  code: 'already_co_host',
  status: 409,
  title: 'They are a co-host already',
}) {}

/** `data.outcome` says what has become of it: accepted, declined, withdrawn or expired. */
export class InvitationClosed extends domainError({
  code: 'invitation_closed',
  status: 409,
  title: 'The invitation is not open any more',
}) {}

/** Says the same of a token of another invitation, one that has expired, and one that was never ours. */
export class InvalidInvitationLink extends domainError({
  code: 'invalid_invitation_link',
  status: 400,
  title: 'This is not the link of the invitation',
}) {}
