import { describe, expect, it } from '@jest/globals';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { passwordFaults } from './password-rules.js';

const ada = { email: 'ada.lovelace@example.com', firstName: 'Ada Augusta', lastName: 'Lovelace' };
const codes = (password: string) => passwordFaults(password, ada).map(({ code }) => code);

describe('passwordFaults', () => {
  it.each(['correct horse battery', 'längere Kennwörter', '🦉🦉🌙🌙🏡🏡🌲🌲⛰️🌊🌊🔥', 'lovelace and babbage 1843'])(
    'takes %s',
    (password) => {
      expect(codes(password)).toEqual([]);
    },
  );

  it.each(['123456789012', 'Password1234', 'qwertyuiop123', 'iloveyou1234', 'password-password', 'Pass-word-12-34'])(
    'refuses %s, which everyone tries first',
    (password) => {
      expect(codes(password)).toEqual(['common_password']);
    },
  );

  it.each(['aaaaaaaaaaaa', 'abcabcabcabc', '            ', '!!!!!!!!!!!!', '121212121212'])(
    'refuses %s, which repeats a short piece',
    (password) => {
      expect(codes(password)).toEqual(['common_password']);
    },
  );

  it.each([
    'ada.lovelace@example.com',
    'ADA.LOVELACE',
    'Ada Augusta Lovelace',
    'lovelace_adaaugusta',
    'ada.augusta.lovelace',
  ])("refuses %s, which is the owner's own name or e-mail", (password) => {
    expect(codes(password)).toEqual(['personal_password']);
  });
});

describe('COMMON_PASSWORDS', () => {
  it('holds long words only, in small letters', () => {
    expect([...COMMON_PASSWORDS].filter((word) => word.length < 12 || word !== word.toLowerCase())).toEqual([]);
  });
});
