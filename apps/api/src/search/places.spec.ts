import { describe, expect, it } from '@jest/globals';
import { placeNames } from './places.js';

describe('names of places', () => {
  it.each([
    ['Albany', [['Albany']]],
    ['Albany, NY', [['Albany'], ['NY', 'new york']]],
    ['New York', [['New York', 'ny']]],
    ['united states', [['united states', 'us']]],
    ['Deutschland', [['Deutschland', 'de']]],
    ['Köln, Allemagne', [['Köln'], ['Allemagne', 'de']]],
    ['perth, WA, USA', [['perth'], ['WA', 'washington', 'western australia'], ['USA', 'us']]],
    ['Georgia', [['Georgia', 'ga', 'ge']]],
    [' , ', []],
  ])('reads %j', (text, names) => {
    expect(placeNames(text)).toEqual(names);
  });
});
