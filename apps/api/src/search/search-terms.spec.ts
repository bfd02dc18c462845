import { describe, expect, it } from '@jest/globals';
import type { SearchDto } from '#contracts/search.dto.js';
import { searchErrors, searchTerms } from './search-terms.js';

function pointersOf(input: SearchDto): string[] {
  return searchErrors(input).map(({ pointer }) => pointer);
}

describe('what is asked of a search', () => {
  it('may be nothing: all places, the best first, for one guest', () => {
    expect(searchTerms({})).toEqual({ guests: 1, amenities: [], types: [], sort: 'rank' });
  });

  it('is read into parts of the map, a circle, names and a stay', () => {
    const terms = searchTerms({
      bbox: [170, -20, -170, -10],
      latitude: -15,
      longitude: 179,
      radiusKm: 3,
      place: 'Suva, Fiji',
      checkIn: '2027-03-01',
      checkOut: '2027-03-05',
    });
    expect(terms.boxes).toHaveLength(2);
    expect(terms.circle).toEqual({ latitude: -15, longitude: 179, radiusKm: 3 });
    expect(terms.place).toEqual([['Suva'], ['Fiji', 'fj']]);
    expect(terms.stay).toEqual({ checkIn: '2027-03-01', checkOut: '2027-03-05' });
  });

  it.each<[string, SearchDto, string[]]>([
    ['a box upside down', { bbox: [1, 50, 2, 40] }, ['/bbox']],
    ['a box off the Earth', { bbox: [-190, 40, 2, 50] }, ['/bbox']],
    ['half a point', { latitude: 1 }, ['/longitude', '/radiusKm']],
    ['an order by distance from nowhere', { sort: 'distance' }, ['/sort']],
    ['an arrival without departure', { checkIn: '2027-03-01' }, ['/checkOut']],
    ['a departure without arrival', { checkOut: '2027-03-01' }, ['/checkIn']],
    ['a stay that ends before it begins', { checkIn: '2027-03-05', checkOut: '2027-03-01' }, ['/checkOut']],
    ['a lowest price above the highest', { priceMin: 2, priceMax: 1 }, ['/priceMax']],
    ['no name of a place', { place: ' , ' }, ['/place']],
    [
      'several at once',
      { bbox: [1, 50, 2, 40], checkIn: '2027-03-01', priceMin: 2, priceMax: 1 },
      ['/bbox', '/checkOut', '/priceMax'],
    ],
  ])('is refused for %s, by field', (_what, input, pointers) => {
    expect(pointersOf(input)).toEqual(pointers);
  });
});
