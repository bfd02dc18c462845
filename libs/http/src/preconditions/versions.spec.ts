import { describe, expect, it } from '@jest/globals';
import { PreconditionFailed, PreconditionRequired } from '../problems/common-errors.js';
import { isFor, isNamedIn, tagOf, versionsOf } from './versions.js';

describe('versionsOf', () => {
  it.each([
    ['"1"', [1]],
    ['"1.abcDEF-_0123"', [1]],
    ['"999999999"', [999_999_999]],
    [' "3" ', [3]],
    ['"0", "1"', [0, 1]],
    ['"x",W/"2.a" , "3"', [3]],
    ['*', 'any'],
    [' * ', 'any'],
  ])('reads %j as %j, also of a list, but for weak tags', (header, versions) => {
    expect(versionsOf(header)).toEqual(versions);
  });

  it.each([
    ['3'],
    ['W/"3"'],
    ['W/"3.abc", W/"4"'],
    ['"x"'],
    ['""'],
    ['"1" "2"'],
    ['"1",'],
    ['*, "1"'],
    ['"-1"'],
    ['"1.0,"'],
    ['"1.'],
    ['"9999999999"'],
    [''],
  ])('refuses %j: it is no strong tag of ours', (header) => {
    expect(() => versionsOf(header)).toThrow(PreconditionFailed);
  });

  it('asks for the header when there is none', () => {
    expect(() => versionsOf(undefined)).toThrow(PreconditionRequired);
  });

  it('reads a long header in no time', () => {
    const began = Date.now();
    expect(() => versionsOf(`${'"a",'.repeat(4000)}"`)).toThrow(PreconditionFailed);
    expect(() => versionsOf(' '.repeat(16_000) + 'x')).toThrow(PreconditionFailed);
    expect(Date.now() - began).toBeLessThan(500);
  });
});

describe('a tag', () => {
  it('changes with what is told, and gives its version back', () => {
    const tags = [tagOf({ rating: 4 }, 3), tagOf({ rating: 5 }, 3)];
    expect(tags[0]).not.toBe(tags[1]);
    expect(tags.map(versionsOf)).toEqual([[3], [3]]);
    expect(isFor([3], 3) && isFor('any', 3) && !isFor([2, 4], 3)).toBe(true);
  });

  it('is found in If-None-Match, in a list, weak or strong', () => {
    const tag = tagOf({ id: 1 });
    expect([tag, `W/${tag}`, `"x", ${tag}`, '*'].every((header) => isNamedIn(header, tag))).toBe(true);
    expect([undefined, '', '"x"', tag.slice(1, -1)].some((header) => isNamedIn(header, tag))).toBe(false);
  });
});
