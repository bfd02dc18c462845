import { describe, expect, it } from '@jest/globals';
import { PreconditionFailed, PreconditionRequired } from '../problems/common-errors.js';
import { versionOf } from './if-match.decorator.js';

describe('versionOf', () => {
  it.each([
    ['"1"', 1],
    ['"999999999"', 999_999_999],
    [' "3" ', 3],
    ['W/"3"', 3],
  ])('reads %j as version %i, also when a proxy has weakened the tag', (header, version) => {
    expect(versionOf(header)).toBe(version);
  });

  it.each([['3'], ['"x"'], ['""'], ['*'], ['"1", "2"'], ['"-1"'], ['"1.0"'], ['"9999999999"'], ['']])(
    'refuses %j: it was never ours',
    (header) => {
      expect(() => versionOf(header)).toThrow(PreconditionFailed);
    },
  );

  it('asks for the header when there is none', () => {
    expect(() => versionOf(undefined)).toThrow(PreconditionRequired);
  });
});
