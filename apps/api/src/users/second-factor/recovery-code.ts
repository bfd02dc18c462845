import { createHash, randomBytes } from 'node:crypto';
import { base32 } from './base32.js';

const CODES = 10;
/** 120 bits: from 112 on a fast hash is enough (OWASP ASVS 5.0, 6.5.2). */
const CODE_BYTES = 15;

/** New recovery codes, as they are shown: four groups of six letters and digits. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = base32(randomBytes(CODE_BYTES)).toLowerCase();
    return (letters.match(/.{6}/g) ?? []).join('-');
  });
}

/** What is stored of a recovery code. Capitals, and what is between the letters, make no difference. */
export function hashOfRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    .digest();
}
