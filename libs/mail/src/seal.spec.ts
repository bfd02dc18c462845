import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { sealed, unsealed } from './seal.js';

const [key, older] = [randomBytes(32), randomBytes(32)];
const id = newId();
const text = 'Hello Zoë,\n\nhttps://example.com/account/verify-email#token=…\n';

describe('a sealed letter', () => {
  it('reads as it was written, with whichever key it was sealed', () => {
    expect(unsealed(sealed(text, id, key), id, [key])).toBe(text);
    expect(unsealed(sealed(text, id, older), id, [key, older])).toBe(text);
  });

  it('is never the same twice, and shows nothing of what it says', () => {
    const seal = sealed(text, id, key);
    expect(sealed(text, id, key)).not.toBe(seal);
    expect(Buffer.from(seal, 'base64').toString('latin1')).not.toContain('token');
  });

  it('is not read with another key, as another mail, or after a change', () => {
    const seal = sealed(text, id, key);
    const changed = Buffer.from(seal, 'base64');
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    expect(() => unsealed(seal, id, [older])).toThrow('not known');
    expect(() => unsealed(seal, newId(), [key])).toThrow('not known');
    expect(() => unsealed(changed.toString('base64'), id, [key])).toThrow('not known');
  });
});
