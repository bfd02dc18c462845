import { domainError } from '#http';

export class TooManySavedSearches extends domainError({
  code: 'too_many_saved_searches',
  status: 409,
  title: 'You have as many saved searches as one may have',
  example: { detail: 'You have 50; delete one that you need no more.', data: { most: 50 } },
}) {}

export class InvalidAlertsLink extends domainError({
  code: 'invalid_alerts_link',
  status: 400,
  title: 'This is not the link of a letter about a search',
}) {}
