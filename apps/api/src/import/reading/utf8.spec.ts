import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Utf8Check } from './utf8.js';

/** What becomes of bytes that come in these pieces, and what is found damaged of them. */
async function checked(pieces: readonly Buffer[]): Promise<{ text: string; damaged: string | undefined }> {
  const check = new Utf8Check();
  const passed = (await Readable.from(pieces, { objectMode: true }).pipe(check).toArray()) as Buffer[];
  const text = Buffer.concat(passed).toString();
  return { text, damaged: check.damageIn([text]) };
}

function inPieces(bytes: Buffer, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
}

describe('the check for UTF-8', () => {
  it('lets all text through as it is, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 9 }), async (text, length) => {
        const bytes = Buffer.from(text);
        expect(await checked(inPieces(bytes, length))).toEqual({ text, damaged: undefined });
      }),
    );
  });

  it('finds every text that is none, wherever it is cut', async () => {
    const someBytes = fc.uint8Array({ maxLength: 30 }).filter((bytes) => bytes[0] !== 0xff);
    await fc.assert(
      fc.asyncProperty(someBytes, fc.integer({ min: 1, max: 9 }), async (bytes, length) => {
        const isText = isDecodable(bytes);
        const { damaged } = await checked(inPieces(Buffer.from(bytes), length));
        expect(damaged === undefined).toBe(isText);
      }),
      { numRuns: 500 },
    );
  });

  it('takes a replacement character that the text has of its own for text', async () => {
    const { damaged } = await checked([Buffer.from('a \ufffd, '), Buffer.from('é', 'latin1')]);
    expect(damaged).toBe('a \ufffd, \ufffd');
    expect(await checked([Buffer.from('a \ufffd')])).toEqual({ text: 'a \ufffd', damaged: undefined });
  });
});

function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
