import { domainError } from '#http';

export class StayNotCompleted extends domainError({
  code: 'stay_not_completed',
  status: 409,
  title: 'A stay is reviewed when it is over',
}) {}

export class AlreadyReviewed extends domainError({
  code: 'already_reviewed',
  status: 409,
  title: 'The stay has been reviewed',
}) {}
