import { isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';

/**
 * Stands for bytes that are no UTF-8 until the row that they are in has been found: a noncharacter, which Unicode keeps for
 * such use, and no text has. U+FFFD would not do, as texts have it of their own.
 */
const DAMAGE = '\ufdd0';
const DAMAGE_BYTES = Buffer.from(DAMAGE).toString('latin1');

/** One character as UTF-8 writes it, byte for byte (RFC 3629); or else a byte that belongs to none. */
const CHARACTER =
  /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|([^])/g;

/**
 * Lets bytes through, and notes whether they are UTF-8. What is not is marked, so that `damageIn` finds the rows that it is
 * in; until there is any, a look at each chunk as a whole is all that it costs.
 */
export class Utf8Check extends Transform {
  #isUtf16: boolean | undefined;
  #isDamaged = false;
  /** the beginning of a character whose end is in the next chunk */
  #rest: Buffer = Buffer.alloc(0);

  /** The first of the fields that was not UTF-8 – nor well-formed UTF-16, in a file that says it is – if any. */
  damageIn(fields: readonly string[]): string | undefined {
    if (this.#isUtf16) return fields.find((field) => !field.isWellFormed())?.toWellFormed();
    if (!this.#isDamaged) return undefined;
    return fields.find((field) => field.includes(DAMAGE))?.replaceAll(DAMAGE, '\ufffd');
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    // The parser knows such a file by its mark as well.
    this.#isUtf16 ??= chunk[0] === 0xff && chunk[1] === 0xfe;
    if (this.#isUtf16) {
      done(null, chunk);
      return;
    }
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const end = bytes.length - beginningAtEnd(bytes);
    this.#rest = bytes.subarray(end);
    done(null, this.#checked(bytes.subarray(0, end)));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#checked(this.#rest));
  }

  #checked(bytes: Buffer): Buffer {
    if (isUtf8(bytes)) return bytes;
    this.#isDamaged = true;
    const marked = bytes
      .toString('latin1')
      .replace(CHARACTER, (character, damaged?: string) => (damaged === undefined ? character : DAMAGE_BYTES));
    return Buffer.from(marked, 'latin1');
  }
}

/** How many of the last bytes may begin a character that goes on: none to three. */
function beginningAtEnd(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

function lengthFrom(byte: number): number {
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}
