import { describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { linkToken, readLinkToken, type LinkPurpose } from './link-token.js';

const key = Buffer.from('a key of our own');
const claims = { id: newId(), expiresAt: new Date('2027-03-01T12:00:00Z') };
const token = linkToken('reset_password', claims, key);

describe('tokens of mailed links', () => {
  it('say which code they are of, and until when', () => {
    expect(readLinkToken('reset_password', token, [key])).toEqual(claims);
  });

  it('are known by each key that may have made them', () => {
    expect(readLinkToken('reset_password', token, [Buffer.from('a newer one'), key])).toEqual(claims);
    expect(readLinkToken('reset_password', token, [Buffer.from('a newer one')])).toBeUndefined();
  });

  it.each<LinkPurpose>(['verify_email', 'leave_email', 'take_email', 'accept_invitation'])(
    'are of no use as %s',
    (purpose) => {
      expect(readLinkToken(purpose, token, [key])).toBeUndefined();
    },
  );

  it('are none any more when any bit of them is another', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(readLinkToken('reset_password', forged.toString('base64url'), [key])).toBeUndefined();
    }
  });

  it.each(['', 'token', token.slice(1), `${token}A`, `${token}==`, token.replace(/^./, '!'), ` ${token}`])(
    'are not what %p is',
    (text) => {
      expect(readLinkToken('reset_password', text, [key])).toBeUndefined();
    },
  );
});
