import { describe, expect, it } from '@jest/globals';
import { emlName, isOneAddress, oneLine } from './mail.js';

const id = '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90';
const createdAt = new Date('2027-03-01T12:00:05.678Z');

describe('emlName', () => {
  it.each([
    ['Your stay is booked', `20270301T120005Z-your-stay-is-booked-${id}.eml`],
    ['Réservation confirmée: “Chez Zoë”', `20270301T120005Z-reservation-confirmee-chez-zoe-${id}.eml`],
    ['../../etc/passwd\0', `20270301T120005Z-etc-passwd-${id}.eml`],
    ['予約', `20270301T120005Z-${id}.eml`],
    ['', `20270301T120005Z-${id}.eml`],
    ['a'.repeat(500), `20270301T120005Z-${'a'.repeat(60)}-${id}.eml`],
  ])('of %p', (subject, name) => {
    expect(emlName({ id, subject, createdAt })).toBe(name);
  });
});

describe('isOneAddress', () => {
  it.each(['ada@example.com', 'ada.l+stay@mail.example.org', "o'hara@example.com", 'zoë@exämple.com'])(
    'takes %s',
    (text) => {
      expect(isOneAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example.com, eve@example.com',
    'ada@example.com;eve@example.com',
    'ada@example.com\nBcc: eve@example.com',
    'ada@example.com\r',
    'Ada <ada@example.com>',
    'team:ada@example.com',
    'a@b@c.example',
  ])('refuses %p', (text) => {
    expect(isOneAddress(text)).toBe(false);
  });
});

describe('oneLine', () => {
  it('leaves no way to begin another header', () => {
    expect(oneLine(' Stay at\r\nBcc: eve@example.com\n\n \u0000House\u2028by the sea ')).toBe(
      'Stay at Bcc: eve@example.com House by the sea',
    );
  });
});
