import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { expectStatus, person, TestApp, type Person } from '#testing';
import { boastfulPng, fileAt, phonePhoto, picture, sendPhoto } from '../support/photos.js';
import { answersIn, RawConnection } from '../support/raw-connection.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
/** One pixel, and as many frames as are wanted. */
const gif = (frames: number) =>
  Buffer.concat([
    Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
    ...Array.from({ length: frames }, () =>
      Buffer.from('\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1'),
    ),
    Buffer.from('\x3b'),
  ]);
const MIB = 1_048_576;

/** What has to be refused by what it holds, however it is called. */
const REFUSED: [name: string, make: () => Buffer | Promise<Buffer>, detail: RegExp][] = [
  ['text', () => Buffer.from('I am a photo, believe me'), /no image/],
  ['nothing', () => Buffer.alloc(0), /no image/],
  ['an SVG', () => Buffer.from(SVG), /It is application\/xml|no image/],
  ['an SVG after an XML declaration', () => Buffer.from(`<?xml version="1.0"?>${SVG}`), /It is application\/xml/],
  ['HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>'), /no image/],
  ['a GIF of 10,000 frames', () => gif(10_000), /image\/gif/],
  ['a TIFF', () => picture(10, 10).tiff().toBuffer(), /image\/tiff/],
  [
    'a JPEG that is cut off',
    async () => (await picture(900, 900, true).jpeg().toBuffer()).subarray(0, 20_000),
    /cut off/,
  ],
  [
    'a PNG that is cut off',
    async () => (await picture(900, 900, true).png().toBuffer()).subarray(0, 20_000),
    /cut off/,
  ],
  [
    'a WebP that is cut off',
    async () => (await picture(900, 900, true).webp().toBuffer()).subarray(0, 9000),
    /cut off/,
  ],
  [
    'an AVIF that is cut off',
    async () => (await picture(300, 300, true).avif().toBuffer()).subarray(0, 4000),
    /cut off/,
  ],
  ['the first bytes of a JPEG before text', () => Buffer.from('\xff\xd8\xff\xe0 and nothing', 'latin1'), /broken/],
  ['a PNG that says 64k × 64k', () => boastfulPng(65_535, 65_535), /more than 50 megapixels/],
  ['a PNG that says 2³¹ × 1', () => boastfulPng(2 ** 31 - 1, 1), /more than 50 megapixels|broken/],
  ['a PNG of 0 × 0', () => boastfulPng(0, 0), /broken/],
  ['an AVIF of 13 megapixels', () => picture(4000, 3250).avif({ effort: 0 }).toBuffer(), /more than 12 megapixels/],
  ['a PNG of 51 megapixels', () => picture(8500, 6000).png().toBuffer(), /more than 50 megapixels/],
];

describe('what is sent as a photo', () => {
  let app: TestApp;
  let eve: Person;

  beforeAll(async () => {
    app = await TestApp.start();
    eve = await person(app, 'Eve');
  });
  afterAll(() => app.stop());

  it.each(REFUSED)('is refused: %s', async (_name, make, detail) => {
    const { status, body } = await sendPhoto(app, eve, await make());
    expect([status, body.code]).toEqual([422, 'unreadable_photo']);
    expect(body.detail).toMatch(detail);
  });

  it('leaves nothing behind when it is refused', async () => {
    expect(await readdir(join(app.dataDir, 'storage')).catch(() => [])).toEqual(['.drafts']);
    expect(await app.sql('SELECT FROM user_photos')).toEqual([]);
  });

  it.each(['image/jpeg', 'image/png', 'image/webp', 'image/avif'])(
    'is taken for what it holds, where it is declared as %s',
    async (type) => {
      for (const bytes of await Promise.all([
        picture(20, 20).jpeg().toBuffer(),
        picture(20, 20).png().toBuffer(),
        picture(20, 20).webp().toBuffer(),
        picture(20, 20).avif().toBuffer(),
      ])) {
        const { photoUrl } = expectStatus(await sendPhoto(app, eve, bytes, type), 200);
        expect((await sharp((await fileAt(app, photoUrl)).bytes).metadata()).format).toBe('webp');
      }
    },
  );

  it.each(['image/svg+xml', 'image/gif', 'text/plain', 'application/octet-stream', 'multipart/form-data; boundary=x'])(
    'is refused where it is declared as %s',
    async (type) => {
      const { status, body } = await sendPhoto(app, eve, await phonePhoto(), type);
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('is no JSON, which keeps its own limit', async () => {
    const of = (bytes: number) => sendPhoto(app, eve, Buffer.from(`"${'x'.repeat(bytes)}"`), 'application/json');
    expect((await of(10)).status).toBe(415);
    expect((await of(300_000)).status).toBe(413);
  });

  it('is no image where something else is asked for', async () => {
    const headers = { 'content-type': 'image/jpeg', 'if-match': '*' };
    const raw = new Uint8Array(await phonePhoto());
    expect((await app.call('PATCH', '/v1/users/me', { token: eve.token, headers, raw })).status).toBe(415);
  });

  it('shows nothing of what hides behind a picture', async () => {
    const sly = Buffer.concat([await phonePhoto(), Buffer.from(`${SVG}<script>alert(1)</script>PK\x03\x04`)]);
    const { photoUrl } = expectStatus(await sendPhoto(app, eve, sly), 200);
    const { bytes } = await fileAt(app, photoUrl);
    for (const part of ['script', 'alert', 'PK\x03\x04']) expect(bytes.includes(part)).toBe(false);
  });

  it('shows the first of pictures that move', async () => {
    const frames = await Promise.all([picture(64, 64).png().toBuffer(), picture(64, 64, true).png().toBuffer()]);
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const { photoUrl } = expectStatus(await sendPhoto(app, eve, moving), 200);
    const shown = await sharp((await fileAt(app, photoUrl)).bytes).metadata();
    expect([shown.pages ?? 1, shown.height]).toEqual([1, 64]);
  });

  it('is at most 10 MiB: said before it is read where the length is known', async () => {
    const { status, body } = await sendPhoto(app, eve, Buffer.alloc(10 * MIB + 1));
    expect([status, body.code]).toEqual([413, 'too_large']);
    expect((await sendPhoto(app, eve, Buffer.alloc(10 * MIB))).body.code).toBe('unreadable_photo');
  });

  it('is at most 10 MiB where it never ends', async () => {
    const connection = new RawConnection(app.url);
    connection.send(head(app, `Authorization: Bearer ${eve.token}`));
    const text = await connection.pour(chunked('x'.repeat(64 * 1024)), 170);
    expect(answersIn(text)).toMatchObject([{ status: 413, headers: { connection: 'close' } }]);
    expect((await app.get('/v1/users/me', eve.token)).status).toBe(200);
  });

  it('is not read of those who may not send one', async () => {
    const connection = new RawConnection(app.url);
    connection.send(head(app, 'Accept: */*'));
    const text = await connection.pour(chunked('x'.repeat(64 * 1024)), 20);
    expect(answersIn(text)).toMatchObject([{ status: 401, headers: { connection: 'close' } }]);
  });
});

const head = (app: TestApp, header: string) =>
  [
    'PUT /v1/users/me/photo HTTP/1.1',
    `Host: ${new URL(app.url).host}`,
    header,
    'If-Match: *',
    'Content-Type: image/jpeg',
    'Transfer-Encoding: chunked',
    '\r\n',
  ].join('\r\n');

const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
