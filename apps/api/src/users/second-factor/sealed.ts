import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_NAME_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys of 32 bytes: the first seals, all of them open. */
export type SealingKeys = readonly [Buffer, ...Buffer[]];

/**
 * A secret as it is stored: name of the key, nonce, ciphertext, tag.
 * @param owner whose it is: in the row of another it does not open
 */
export function sealed(secret: Uint8Array, owner: string, [key]: SealingKeys): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner));
  return Buffer.concat([nameOf(key), nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The secret out of what `sealed` has made; undefined when none of the keys has sealed it.
 * @throws Error when it is damaged, or another owner's
 */
export function unsealed(stored: Uint8Array, owner: string, keys: SealingKeys): Buffer | undefined {
  const bytes = Buffer.from(stored);
  const key = keys.find((each) => nameOf(each).equals(bytes.subarray(0, KEY_NAME_BYTES)));
  if (!key) return undefined;
  const nonce = bytes.subarray(KEY_NAME_BYTES, KEY_NAME_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(KEY_NAME_BYTES + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** Whether the first of the keys has sealed it. */
export function isSealedByFirst(stored: Uint8Array, [key]: SealingKeys): boolean {
  return nameOf(key).equals(stored.subarray(0, KEY_NAME_BYTES));
}

/** Tells keys apart, and tells nothing of them. */
function nameOf(key: Buffer): Buffer {
  return createHash('sha256').update('name of a sealing key').update(key).digest().subarray(0, KEY_NAME_BYTES);
}
