import { parse } from 'graphql';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertFewNodes, nodesAskedFor } from './nodes.js';

const asked = (document: string, variables = {}) => nodesAskedFor(parse(document), variables);

describe('nodesAskedFor', () => {
  it.each([
    ['{ me { id } }', 0],
    ['{ search { nodes { id } } }', 20],
    ['{ search(first: 3) { nodes { id } } }', 3],
    ['{ search(first: 3) { edges { node { id } } pageInfo { hasNextPage } } }', 3],
    ['{ search(first: 3) { totalCount } }', 0],
    ['{ a: search(first: 3) { nodes { id } } b: search(first: 4) { nodes { id } } }', 7],
    ['{ search(first: 10) { nodes { reviews(first: 5) { nodes { id } } } } }', 60],
    ['{ search(first: 10) { nodes { property { reviews { nodes { id } } } } } }', 210],
    ['{ search(first: 10) { ... on C { nodes { id } } } }', 10],
    ['{ search(first: 10) { ...page } } fragment page on C { nodes { reviews(first: 2) { nodes { id } } } }', 30],
    ['{ a: search(first: 3) { nodes { id } } b: search(first: -9) { nodes { id } } }', 3],
    ['query A { search(first: 5) { nodes { id } } } query B { search(first: 9) { nodes { id } } }', 9],
  ])('of %s are %i', (document, nodes) => {
    expect(asked(document)).toBe(nodes);
  });

  it('takes what variables hold, and the most when they hold nothing', () => {
    const document = 'query ($n: Int) { search(first: $n) { nodes { reviews(first: $n) { nodes { id } } } } }';
    expect(asked(document, { n: 3 })).toBe(3 + 9);
    expect(asked(document)).toBe(100 + 10_000);
    expect(
      asked('query ($n: Int, $m: Int) { a: list(first: $n) { nodes } b: list(first: $m) { nodes } }', { n: 9, m: -9 }),
    ).toBe(9);
  });

  it('grows with each level as the product of what is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }), (firsts) => {
        const document = firsts.reduceRight((inner, first) => `list(first: ${first}) { nodes { ${inner} } }`, 'id');
        const expected = firsts.reduceRight((inner, first) => first * (1 + inner), 0);
        expect(asked(`{ ${document} }`)).toBe(expected);
      }),
    );
  });

  it('counts fragments that double at each of a hundred levels in no time', () => {
    const levels = Array.from({ length: 100 }, (_, n) => `fragment f${n} on Q { ...f${n + 1} ...f${n + 1} }`);
    const document = `{ ...f0 } ${levels.join(' ')} fragment f100 on Q { list(first: 1) { nodes { id } } }`;
    expect(asked(document)).toBe(2 ** 100);
  });
});

describe('assertFewNodes', () => {
  it('refuses one node too many', () => {
    expect(() => assertFewNodes(10_000, 10_000)).not.toThrow();
    expect(() => assertFewNodes(10_001, 10_000)).toThrow('up to 10001 nodes');
  });
});
