import type { SharedWishListPropertyDto, WishListPropertyDto } from '#contracts/wish-lists.dto.js';
import type { ListedRow } from './wish-list-properties.queries.js';

/** A place in a list, as its keeper sees it. */
export function wishListPropertyView(row: ListedRow): WishListPropertyDto {
  return Object.assign(sharedPropertyView(row), { note: row.note });
}

/** The same as whoever has the list's link sees it: without what its keeper has noted. */
export function sharedPropertyView(row: ListedRow): SharedWishListPropertyDto {
  const { propertyId, addedAt, property, currency, nightly, bookable, total } = row;
  if (!property || currency === null) return { propertyId, published: false, addedAt };
  return {
    propertyId,
    published: true,
    property,
    ...(nightly !== null && { nightly: { amount: nightly, currency } }),
    ...(bookable !== null && { bookable }),
    ...(total !== null && { total: { amount: total, currency } }),
    addedAt,
  };
}
