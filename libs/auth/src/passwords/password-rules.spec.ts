import { describe, expect, it } from '@jest/globals';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { passwordFaults } from './password-rules.js';

const ada = { email: 'ada.lovelace@example.com', firstName: 'Ada Augusta', lastName: 'Lovelace' };
const codes = (password: string) => passwordFaults(password, ada, 12).map(({ code }) => code);

describe('passwordFaults', () => {
  it.each([
    'correct horse battery',
    'längere Kennwörter',
    '🦉🦉🌙🌙🏡🏡🌲🌲⛰️🌊🌊🔥',
    'analytical engines of 1843',
    'paddling in Canada',
    'password and football',
  ])('takes %s', (password) => {
    expect(codes(password)).toEqual([]);
  });

  it.each([
    '123456789012',
    'Password1234',
    'qwertyuiop123',
    'iloveyou1234',
    'password-password',
    'Pass-word-12-34',
    'sunshine2027!!',
    '2027_Football_2027',
    'P@ssw0rd!!!!!!',
    'm0nk3y!!!!!!!!!!',
    'roost2026-2027',
    'ｐａｓｓｗｏｒｄ１２３４',
    'unbelievable',
  ])('refuses %s, which everyone tries first', (password) => {
    expect(codes(password)).toEqual(['common_password']);
  });

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
    'lovelace and babbage 1843',
    'the LOVE-lace of brussels',
    'Saint Augusta in the rain',
  ])("refuses %s, which has the owner's own name or e-mail in it", (password) => {
    expect(codes(password)).toEqual(['personal_password']);
  });

  it.each(['abcdefghijk', '🦉🦉🌙🌙🏡🏡🌲🌲🌊🌊🔥'])('refuses %s, which has 11 characters', (password) => {
    expect(codes(password)).toEqual(['min_length']);
  });

  it('asks for as much as is configured', () => {
    const longer = passwordFaults('correct horse', ada, 15);
    expect(longer).toEqual([{ code: 'min_length', message: 'must have at least 15 characters' }]);
  });
});

describe('COMMON_PASSWORDS', () => {
  it('are many, and in small letters', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(49_000);
    expect([...COMMON_PASSWORDS].filter((word) => word !== word.toLowerCase())).toEqual([]);
  });
});
