import { describe, expect, it } from '@jest/globals';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-code.js';

describe('recovery codes', () => {
  it('are ten, of 24 characters out of 32, and never the same', () => {
    const codes = Array.from({ length: 100 }, newRecoveryCodes).flat();
    expect(new Set(codes).size).toBe(1000);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{6}-){3}[a-z2-7]{6}$/);
  });

  it('are the same however a person writes them', () => {
    const [code = ''] = newRecoveryCodes();
    for (const written of [code.toUpperCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')}`])
      expect(hashOfRecoveryCode(written)).toEqual(hashOfRecoveryCode(code));
    expect(hashOfRecoveryCode(`${code}a`)).not.toEqual(hashOfRecoveryCode(code));
  });
});
