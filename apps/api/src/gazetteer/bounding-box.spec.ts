import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boxAround, radiusOf } from './bounding-box.rules.js';

describe('the box around a city', () => {
  it.each([
    [15_000, 3],
    [98_469, 6.46],
    [1_000_000, 20.6],
    [10_000_000, 40],
  ])('reaches for %i people %d km far', (people, km) => {
    expect(radiusOf(people)).toBeCloseTo(km, 1);
  });

  it('holds the city, and goes across the 180th meridian where it has to', () => {
    expect(boxAround(42.65258, -73.75623, 98_469)).toEqual({
      west: -73.8353,
      south: 42.5944,
      east: -73.6772,
      north: 42.7107,
    });
    expect(boxAround(-16.5, 179.99, 50_000)).toMatchObject({ west: 179.9468, east: -179.9668 });
  });

  it('is as wide in kilometres as it is high, wherever people live', () => {
    fc.assert(
      fc.property(fc.integer({ min: -70, max: 70 }), fc.integer({ min: 15_000, max: 3e7 }), (latitude, people) => {
        const { west, south, east, north } = boxAround(latitude, 0, people);
        const width = (east - west) * Math.cos((latitude / 180) * Math.PI);
        expect(Math.abs(width - (north - south))).toBeLessThan(0.001);
      }),
    );
  });
});
