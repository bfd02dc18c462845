import { deflateSync, crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Answer, Person, ProblemAnswer, TestApp } from '#testing';

/** What the tests read of an account. */
export interface Account extends ProblemAnswer {
  id: string;
  photoUrl?: string;
  version: number;
}

/** A picture of one colour, or of noise, which takes the more bytes. */
export function picture(width: number, height: number, noisy = false): Sharp {
  const background = { r: 40, g: 90, b: 160 };
  const noise = noisy && { noise: { type: 'gaussian' as const, mean: 128, sigma: 60 } };
  return sharp({ create: { width, height, channels: 3, background, ...noise }, limitInputPixels: false });
}

/** A JPEG as a telephone writes it: with where it was taken, who took it, turned by its EXIF. */
export function phonePhoto(): Promise<Buffer> {
  return picture(600, 400)
    .withExif({
      IFD0: { Make: 'Roost Phone', Artist: 'Ada Lovelace' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '42/1 39/1 9/1', GPSLongitudeRef: 'W', GPSLongitude: '73/1 45/1 22/1' },
    })
    .withMetadata({ orientation: 6 })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>secret-of-xmp</rdf></x:xmpmeta>')
    .jpeg()
    .toBuffer();
}

/** A PNG that says how large it is, and has next to nothing in it. */
export function boastfulPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const [head, data, end] = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, head, data, end]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Sends a photo of somebody; any version of their account will do. @param type as it is declared */
export function sendPhoto(
  app: TestApp,
  { token }: Pick<Person, 'token'>,
  bytes: Buffer,
  type = 'image/jpeg',
): Promise<Answer<Account>> {
  const headers = { 'content-type': type, 'if-match': '*' };
  return app.call<Account>('PUT', '/v1/users/me/photo', { token, headers, raw: new Uint8Array(bytes) });
}

/** The bytes behind a URL of ours, wherever the application says that it is reached. */
export async function fileAt(app: TestApp, url = ''): Promise<{ response: Response; bytes: Buffer }> {
  const { pathname, search } = new URL(url);
  const response = await fetch(`${app.url}${pathname}${search}`);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}
