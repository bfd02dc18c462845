import { describe, expect, it } from '@jest/globals';
import { readingsOf } from './place-text.rules.js';

const shown = (text: string): string[] =>
  readingsOf(text).map(({ name, within }) =>
    [name, ...within.map(({ names, countries }) => [...names, ...countries].join('/'))].join(' | '),
  );

describe('what somebody wrote for a place', () => {
  it.each([
    ['Paris', ['Paris']],
    ['Paris, France', ['Paris | France/FR']],
    ['Albany, NY', ['Albany | NY/new york/NY']],
    ['albany ny', ['albany | ny/new york/NY', 'albany ny']],
    ['Albany, New York, USA', ['Albany | New York/ny | USA/US']],
    ['st petersburg florida', ['st petersburg | florida/fl', 'st petersburg florida']],
    ['Queenstown New Zealand', ['Queenstown | New Zealand/NZ', 'Queenstown New Zealand']],
    ['New York', ['New York']],
    ['München Deutschland', ['München | Deutschland/DE', 'München Deutschland']],
    [' , ,', []],
  ])('%j is read as %j', (text, readings) => {
    expect(shown(text)).toEqual(readings);
  });
});
