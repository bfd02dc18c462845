import { describe, expect, it } from '@jest/globals';
import { InvalidInput, Malformed } from '../problems/common-errors.js';
import { readJson } from './json-bodies.js';

const LIMITS = { depth: 32, values: 5000 };
const read = (body: string | number[]) => readJson(Buffer.from(body as string), LIMITS);

describe('a body', () => {
  it('of I-JSON is read', () => {
    expect(read('{"a":["ü🙂",1.5,null]}')).toEqual({ a: ['ü🙂', 1.5, null] });
    expect(read(' 7\n')).toBe(7);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['two values', '{}{}'],
    ['a byte order mark before it', '\ufeff{}'],
    ['bytes that are not UTF-8', [0x22, 0xff, 0x22]],
    ['half of a surrogate pair in CESU-8', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a NUL', '{"a":"\u0000"}'],
  ])('of %s is malformed', (_what, body) => {
    expect(() => read(body)).toThrow(Malformed);
  });

  it('that breaks a limit is not given on', () => {
    expect(() => read(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow(InvalidInput);
    expect(() => read('{"a":1,"a":1}')).toThrow(InvalidInput);
  });
});
