import { domainError } from '#http';

export class WishListNameTaken extends domainError({
  code: 'wish_list_name_taken',
  status: 409,
  title: 'You have a list with this name',
}) {}

export class TooManyWishLists extends domainError({
  code: 'too_many_wish_lists',
  status: 409,
  title: 'You have as many lists as one may have',
  example: { detail: 'You have 100 lists; delete one that you need no more.', data: { most: 100 } },
}) {}

export class WishListFull extends domainError({
  code: 'wish_list_full',
  status: 409,
  title: 'The list has as many places as one may have',
  example: { detail: 'It has 1000 places; take one out, or begin another list.', data: { most: 1000 } },
}) {}
