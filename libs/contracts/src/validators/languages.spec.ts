import { describe, expect, it } from '@jest/globals';
import { languageOf } from './languages.js';

describe('languageOf', () => {
  it.each([
    ['en', 'en'],
    ['PT-br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['iw', 'he'],
    ['gsw', 'gsw'],
    ['es-419', 'es-419'],
    ['de-u-co-phonebk', 'de'],
  ])('reads %s as %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each([
    '',
    'e',
    'english',
    'qqq',
    'xx',
    'und',
    'en_US',
    'en-',
    'x-private',
    'en\n',
    'de; q=1',
    `en-${'a'.repeat(40)}`,
  ])('does not know %p', (text) => {
    expect(languageOf(text)).toBeUndefined();
  });
});
