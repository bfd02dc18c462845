import type { PublicUserDto, UserDto } from '#contracts/users.dto.js';
import type { AccountRow, PublicUserRow } from './users.queries.js';

/** An account, as its owner sees it. @param publicUrl where the API is reached */
export function userView(row: AccountRow, publicUrl: string): UserDto {
  const { bio, timeZone, currency, photoId, ...rest } = row;
  return {
    ...rest,
    ...(bio !== null && { bio }),
    ...(timeZone !== null && { timeZone }),
    ...(currency !== null && { currency }),
    ...photoOf(photoId, publicUrl),
  };
}

/** A user, as others see them: nothing is told but what is named here. @param publicUrl where the API is reached */
export function publicUserView(row: PublicUserRow, publicUrl: string): PublicUserDto {
  return {
    id: row.id,
    firstName: row.firstName,
    since: row.since,
    ...photoOf(row.photoId, publicUrl),
    languages: row.languages,
    ...(row.bio !== null && { bio: row.bio }),
    verified: row.emailVerified ? ['email'] : [],
    hostRating: { ...(row.hostRatings > 0 && { average: row.hostRating / 100 }), count: row.hostRatings },
    reviewsWritten: row.reviewsWritten,
  };
}

function photoOf(photoId: string | null, publicUrl: string): { photoUrl?: string } {
  return photoId === null ? {} : { photoUrl: `${publicUrl}/v1/photos/${photoId}` };
}
