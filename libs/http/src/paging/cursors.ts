import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, derivedSecrets, type AppConfig } from '#config';
import type { Json } from '#database';
import { InvalidInput } from '../problems/common-errors.js';
import type { FieldError } from '../problems/domain-error.js';
import { KeysetPage } from './keyset-page.js';

const SIGNATURE_BYTES = 12;

const foreign: FieldError = { pointer: '/cursor', code: 'cursor', message: 'is not a cursor of this list' };

/** Opaque, signed places in a keyset-ordered list: `base64url(signature ‖ JSON of the last row's keys)`. */
@Injectable()
export class Cursors {
  readonly #secrets: [Buffer, ...Buffer[]];

  constructor(@Inject(CONFIG) config: AppConfig) {
    this.#secrets = derivedSecrets(config.auth.jwtPrivateKeys, 'roost cursors');
  }

  /** The keys in a cursor of `list`, undefined without a cursor; InvalidInput (`/cursor`) for one from elsewhere. */
  read<Keys extends Json>(list: string, cursor: string | null | undefined): Keys | undefined {
    if (cursor === undefined || cursor === null) return undefined;
    const bytes = Buffer.from(cursor, 'base64url');
    // Decoding is lenient: other spellings of the same bytes are none of ours.
    if (bytes.toString('base64url') !== cursor) throw new InvalidInput([foreign]);
    const text = bytes.subarray(SIGNATURE_BYTES);
    const signature = bytes.subarray(0, SIGNATURE_BYTES);
    const isOurs = this.#secrets.some((secret) => equal(signature, sign(secret, list, text)));
    if (!isOurs) throw new InvalidInput([foreign]);
    return JSON.parse(text.toString('utf8')) as Keys;
  }

  /** The cursor of `list` that begins after the row with these keys. */
  write(list: string, keys: Json): string {
    const text = Buffer.from(JSON.stringify(keys), 'utf8');
    return Buffer.concat([sign(this.#secrets[0], list, text), text]).toString('base64url');
  }

  /** A page out of rows that were fetched with `limit + 1`. */
  page<Row>(list: string, rows: readonly Row[], limit: number, keysOf: (row: Row) => Json): KeysetPage<Row> {
    const data = rows.slice(0, limit);
    const cursorAt = (index: number) => this.write(list, keysOf(data[index] as Row));
    return new KeysetPage(data, rows.length > limit ? cursorAt(data.length - 1) : null, cursorAt);
  }
}

function sign(secret: Buffer, list: string, text: Buffer): Buffer {
  return createHmac('sha256', secret).update(list).update('\0').update(text).digest().subarray(0, SIGNATURE_BYTES);
}

function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
