import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boxesBetween, type Box } from './geography.js';
import { coverOf, tileOf } from './tiles.js';

const longitudes = fc.double({ min: -180, max: 180, noNaN: true });
const latitudes = fc.double({ min: -90, max: 90, noNaN: true });
const maps: fc.Arbitrary<Box> = fc.record({ west: longitudes, east: longitudes, south: latitudes, north: latitudes });

/** A place in a part of the map, by how far it is from its south-western corner. */
const inside = ({ west, south, east, north }: Box, across: number, up: number): [number, number] => [
  west + (east - west) * across,
  south + (north - south) * up,
];

describe('tiles of the map', () => {
  it.each([
    ['the middle of the world', 0, 0, 1, 3],
    ['its north-western corner', -180, 90, 1, 0],
    ['its south-eastern corner', 180, -90, 1, 3],
    ['Berlin, at zoom 10 column 550 and row 335', 13.405, 52.52, 10, morton(550, 335)],
  ])('are numbered by column and row, in %s', (_where, longitude, latitude, zoom, tile) => {
    expect(tileOf(longitude, latitude, zoom)).toBe(tile);
  });

  it('lie within those of lower zooms', () => {
    fc.assert(
      fc.property(longitudes, latitudes, (longitude, latitude) => {
        expect(tileOf(longitude, latitude, 13) >> 4).toBe(tileOf(longitude, latitude, 11));
      }),
    );
  });

  it('cover whatever lies on the map, at most 16 of them, or leave it to the world', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(maps, part, part, ({ south, north, ...sides }, across, up) => {
        const boxes = boxesBetween({ ...sides, south: Math.min(south, north), north: Math.max(south, north) });
        const cover = coverOf(boxes);
        if (!cover) return;
        expect(cover.tiles.length).toBeLessThanOrEqual(16);
        for (const box of boxes) expect(cover.tiles).toContain(tileOf(...inside(box, across, up), cover.zoom));
      }),
    );
  });
});

function morton(x: number, y: number): number {
  const spread = (value: number): number => Number.parseInt(value.toString(2), 4);
  return spread(x) + 2 * spread(y);
}
