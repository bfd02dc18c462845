import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFaults } from './json-faults.js';

const LIMITS = { depth: 4, values: 7 };

describe('jsonFaults', () => {
  it.each([
    ['1', []],
    ['"{[\\"}]"', []],
    ['{"a":{"b":[{"c":1}]}}', []],
    ['[[[[[1]]]]]', ['/0/0/0/0 depth']],
    ['{"a":[0,{"b":{"c":[]}}]}', ['/a/1/b/c depth']],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}', [' values']],
    ['{"a":[{},{},{},{},{},{},{}]}', [' values']],
    ['[[],[],[],[]]', [' values']],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":1,"a":2}', ['/a duplicate']],
    ['{"a":1,"\\u0061":2}', ['/a duplicate']],
    ['{"a\\\\":1,"a\\"":2,"a\\\\\\"":3}', []],
    ['{"b":[7,{"a/b":1,"a/b":2,"c":3,"c":4}]}', ['/b/1/a~1b duplicate', '/b/1/c duplicate']],
    ['{"__proto__":1,"x":{"constructor":{}}}', ['/__proto__ unknown_field', '/x/constructor unknown_field']],
    ['{"a":"a","b":["b"],"c":"{\\"a\\":1,\\"a\\":2}"}', []],
  ])('finds in %s %j', (text, found) => {
    expect(jsonFaults(text, LIMITS).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(found);
  });

  it('finds nothing in any JSON that a program has written, however it is spaced', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }));
    fc.assert(
      fc.property(members, fc.constantFrom(undefined, 2), (value, spaces) => {
        const text = JSON.stringify(value, null, spaces);
        fc.pre(!Object.getOwnPropertyNames(Object.prototype).some((name) => text.includes(`"${name}"`)));
        expect(jsonFaults(text, { depth: 100, values: 10_000 })).toEqual([]);
      }),
    );
  });

  it('finds a name that was written twice, wherever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 3 }), (name, value) => {
        fc.pre(!(name in {}) && name !== '');
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
        fc.pre(!Object.getOwnPropertyNames(Object.prototype).some((each) => member.includes(`"${each}"`)));
        const faults = jsonFaults(`[{${member},"":0,${member}}]`, { depth: 100, values: 10_000 });
        expect(faults.map(({ code }) => code)).toEqual(['duplicate']);
      }),
    );
  });

  it('looks no further than the level and the value that are too many', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(jsonFaults(deep, LIMITS)).toHaveLength(1);
    const wide = `{${Array.from({ length: 1_000_000 }, (_, n) => `"${n}":0`).join(',')}}`;
    expect(jsonFaults(wide, LIMITS)).toHaveLength(1);
    expect(jsonFaults(`[${'{},'.repeat(1_000_000)}{}]`, LIMITS)).toHaveLength(1);
  });
});
