import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pointerOf, unsafeValues } from './unsafe-values.js';

/** The keys of a JSON pointer, as RFC 6901 (section 4) has them read. */
function keysOf(pointer: string): string[] {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function nested(depth: number): unknown {
  return depth === 0 ? 'ground' : { in: nested(depth - 1) };
}

describe('pointerOf', () => {
  it('can be read back into its keys', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '', '0'))), (keys) => {
        expect(keysOf(pointerOf(keys))).toEqual(keys);
      }),
    );
  });
});

describe('unsafeValues', () => {
  it('finds nothing wrong with any JSON of well-formed text, but for names that every object has', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false, stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        const named = Object.getOwnPropertyNames(Object.prototype).some((name) =>
          JSON.stringify(value).includes(`"${name}"`),
        );
        fc.pre(!named);
        expect(unsafeValues(value)).toEqual([]);
      }),
    );
  });

  it('names each place of text that is none, in values and in keys', () => {
    const body = { a: ['fine', 'nul\u0000'], 'b/c': { half: '\ud800' }, 'k\u0000': 1, fine: 'ü🙂' };
    expect(unsafeValues(body).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/a/1', 'text'],
      ['/b~1c/half', 'text'],
      ['/k\u0000', 'text'],
    ]);
  });

  it.each([
    [11, 0],
    [12, 0],
    [13, 1],
    [5000, 1],
  ])('of an object nested %i deep finds %i too deep', (depth, count) => {
    const found = unsafeValues(nested(depth));
    expect(found).toHaveLength(count);
    if (count > 0) expect(found[0]).toMatchObject({ pointer: '/in'.repeat(12), code: 'depth' });
  });

  it('begins its pointers where it is told to', () => {
    expect(unsafeValues('\u0000', ['id'])).toEqual([expect.objectContaining({ pointer: '/id' })]);
  });
});
