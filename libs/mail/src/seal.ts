import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D, section 8.2.2: random nonces of 96 bits do for 2^32 texts under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A text that cannot be read without the key, nor passed for that of another mail. @param key of 32 bytes */
export function sealed(text: string, mailId: string, key: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(mailId));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64');
}

/**
 * The text of what was sealed.
 * @param keys any of which may have sealed it
 * @throws Error when none has, or it is another mail's
 */
export function unsealed(text: string, mailId: string, keys: readonly Buffer[]): string {
  const bytes = Buffer.from(text, 'base64');
  for (const key of keys) {
    const found = opened(bytes, mailId, key);
    if (found !== undefined) return found;
  }
  throw new Error('the letter was sealed with a key that is not known any more');
}

function opened(bytes: Buffer, mailId: string, key: Buffer): string | undefined {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const cipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(mailId));
  cipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
