import { domainError } from '#http';

export class SlugTaken extends domainError({
  code: 'slug_taken',
  status: 409,
  title: 'There is an organisation with this slug',
}) {}

/** Each may have keys, and each key has a limit of requests of its own. */
export class TooManyOrganisations extends domainError({
  code: 'too_many_organisations',
  status: 409,
  title: 'The account owns as many organisations as it may own',
  example: { detail: 'At most 10 organisations belong to one account.', data: { most: 10 } },
}) {}

/** Nobody could make keys, end them, or say who is a member. */
export class LastOwner extends domainError({
  code: 'last_owner',
  status: 409,
  title: 'An organisation has an owner',
  example: { detail: 'Make another member an owner before.' },
}) {}

export class TooManyKeys extends domainError({
  code: 'too_many_keys',
  status: 409,
  title: 'The organisation has as many keys as it may have',
  example: { detail: 'It has 20 keys; end those that are not used.', data: { most: 20 } },
}) {}

export class KeyEnded extends domainError({
  code: 'key_ended',
  status: 409,
  title: 'The key does not count any more',
}) {}

export class KeyRotated extends domainError({
  code: 'key_rotated',
  status: 409,
  title: 'Another key takes its place already',
}) {}

/** To change what it may do, end the grant and give another. */
export class AlreadyGranted extends domainError({
  code: 'already_granted',
  status: 409,
  title: 'The organisation has a grant for this already',
}) {}
