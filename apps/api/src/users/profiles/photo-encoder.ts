import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { Unavailable } from '#http';
import { BoundedQueue } from '#jobs';
import { UnreadablePhoto } from './photo.errors.js';
import { PHOTO_PIXELS, type EncodedPhoto } from './photo-file.js';

/** What the best telephones take; more is refused before anything is decoded. */
const MOST_PIXELS = 50_000_000;
/** By their first bytes, with how many pixels. Each has one decoder; all others are switched off. */
const TAKEN = new Map([
  ['image/jpeg', MOST_PIXELS],
  ['image/png', MOST_PIXELS],
  ['image/webp', MOST_PIXELS],
  // Its decoder takes 18 bytes a pixel, where the others take next to nothing, or 5.
  ['image/avif', 12_000_000],
]);
const DECODERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'HeifBuffer'].map((name) => `VipsForeignLoad${name}`);

/** The first picture only, of those that move; what is cut off or broken is refused, not filled up. */
const READING: SharpOptions = { failOn: 'error', pages: 1, sequentialRead: true };
const LONGEST_SECONDS = 8;
const QUALITY = 80;

/** One at a time: a picture takes up to 250 MB while it is decoded. */
const AT_ONCE = 1;
const PLACES = 4;
const RETRY_AFTER_SECONDS = 5;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: DECODERS });

/** Makes of what people send photos that we can show: decoded and written anew, so that nothing else is left in them. */
@Injectable()
export class PhotoEncoder {
  readonly #queue = new BoundedQueue(AT_ONCE, PLACES);

  /**
   * The photo in WebP, upright, in sRGB, without metadata, in each size; never larger than it was.
   * @throws UnreadablePhoto, Unavailable where too many wait already
   */
  async encode(bytes: Buffer): Promise<EncodedPhoto> {
    const type = (await fileTypeFromBuffer(bytes))?.mime;
    const mostPixels = TAKEN.get(type ?? '');
    if (mostPixels === undefined)
      throw new UnreadablePhoto(`It is ${type ?? 'no image'}; JPEG, PNG, WebP and AVIF are taken.`);
    if (this.#queue.full)
      throw new Unavailable('Too many photos wait to be looked at.', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    return this.#queue.run(() => encoded(bytes, mostPixels));
  }
}

async function encoded(bytes: Buffer, mostPixels: number): Promise<EncodedPhoto> {
  try {
    const large = await within(
      PHOTO_PIXELS.large,
      sharp(bytes, { ...READING, limitInputPixels: mostPixels }).autoOrient(),
    );
    return { large, small: await within(PHOTO_PIXELS.small, sharp(large)) };
  } catch (error) {
    throw new UnreadablePhoto(reasonOf(error, mostPixels));
  }
}

function within(pixels: number, image: Sharp): Promise<Buffer> {
  const box = { width: pixels, height: pixels, fit: 'inside', withoutEnlargement: true } as const;
  return image.resize(box).webp({ quality: QUALITY }).timeout({ seconds: LONGEST_SECONDS }).toBuffer();
}

/** The library's own words tell how it was built. */
function reasonOf(error: unknown, mostPixels: number): string {
  const message = error instanceof Error ? error.message : '';
  if (/exceeds pixel limit/i.test(message)) return `It has more than ${mostPixels / 1_000_000} megapixels.`;
  if (/timeout/i.test(message)) return 'It takes too long to decode.';
  return 'It is broken, or cut off.';
}
