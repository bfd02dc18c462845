import type { PhotoSize } from '#contracts/users.dto.js';

/** The longest side of a photo in each size, in pixels. */
export const PHOTO_PIXELS = { large: 512, small: 128 } as const satisfies Record<PhotoSize, number>;

/** What a photo is kept as: WebP without metadata. */
export type EncodedPhoto = Record<PhotoSize, Buffer>;

/** What a photo's file is called in the storage. */
export function photoFile(id: string, size: PhotoSize): string {
  return `photos/${id}-${size}.webp`;
}

/** All files of a photo. */
export function photoFiles(id: string): string[] {
  return [photoFile(id, 'large'), photoFile(id, 'small')];
}
