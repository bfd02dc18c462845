import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a mailed link is good for that its account is asked to follow. */
export type CodePurpose = 'verify_email' | 'reset_password' | 'leave_email' | 'take_email';

/** What a mailed link is good for that opens a page. */
export type PagePurpose = CodePurpose | 'accept_invitation' | 'end_alerts';

/** What a mailed link is good for. */
export type LinkPurpose = PagePurpose | 'download_export';

/** What a link says, once its signature holds. */
export interface LinkClaims {
  /** of the code's row, which says whether it has been used */
  id: string;
  /** to the second, wall time */
  expiresAt: Date;
}

const ID_BYTES = 16;
const TIME_BYTES = 5;
const SIGNATURE_BYTES = 32;

/**
 * The token of a mailed link, in base64url: the code's id, when it expires, and a keyed hash of both and of its purpose. It
 * is made when the letter is written and kept nowhere; of what is stored, none can be made.
 */
export function linkToken(purpose: LinkPurpose, { id, expiresAt }: LinkClaims, key: Buffer): string {
  const said = Buffer.alloc(ID_BYTES + TIME_BYTES);
  said.write(id.replaceAll('-', ''), 'hex');
  said.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), ID_BYTES, TIME_BYTES);
  return Buffer.concat([said, signatureOf(purpose, said, key)]).toString('base64url');
}

/**
 * What a token says; undefined for one that we have not made for this purpose.
 * @param keys any of which may have made it
 */
export function readLinkToken(purpose: LinkPurpose, token: string, keys: readonly Buffer[]): LinkClaims | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // Base64 has more than one spelling of the same bytes; only ours is the token.
  if (bytes.length !== ID_BYTES + TIME_BYTES + SIGNATURE_BYTES || bytes.toString('base64url') !== token)
    return undefined;
  const said = bytes.subarray(0, ID_BYTES + TIME_BYTES);
  const signature = bytes.subarray(ID_BYTES + TIME_BYTES);
  if (!keys.some((key) => timingSafeEqual(signature, signatureOf(purpose, said, key)))) return undefined;
  const hex = said.toString('hex', 0, ID_BYTES);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { id, expiresAt: new Date(said.readUIntBE(ID_BYTES, TIME_BYTES) * 1000) };
}

function signatureOf(purpose: LinkPurpose, said: Uint8Array, key: Buffer): Buffer {
  return createHmac('sha256', key).update(purpose).update('\0').update(said).digest();
}
