import { domainError } from '#http';

/** What is agreed to is the version that is in force; and nobody registers without what is required. */
export class ConsentNotCurrent extends domainError({
  code: 'consent_not_current',
  status: 422,
  title: 'That is not what there is to agree to',
  example: {
    detail: 'GET /v1/terms says what is in force.',
    errors: [{ pointer: '/consents/0/version', code: 'not_current', message: 'must be the version in force, 2027-01' }],
  },
}) {}

/** An account goes with what is required: who does not agree to it any more has the account erased. */
export class ConsentRequired extends domainError({
  code: 'consent_required',
  status: 409,
  title: 'An account needs this consent',
}) {}

export class TermsPublished extends domainError({
  code: 'terms_published',
  status: 409,
  title: 'There is a version of that name',
}) {}
