import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boxesAround, boxesBetween, type Box } from './geography.js';

const RADIANS = Math.PI / 180;
const EARTH_RADIUS_KM = 6371.0088;

interface Point {
  latitude: number;
  longitude: number;
}

/** Where one comes to from a point along a great circle. */
function travelled(from: Point, bearing: number, km: number): Point {
  const angle = km / EARTH_RADIUS_KM;
  const latitude = from.latitude * RADIANS;
  const arrived = Math.asin(
    Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(bearing * RADIANS),
  );
  const turn = Math.atan2(
    Math.sin(bearing * RADIANS) * Math.sin(angle) * Math.cos(latitude),
    Math.cos(angle) - Math.sin(latitude) * Math.sin(arrived),
  );
  const longitude = from.longitude + turn / RADIANS;
  return { latitude: arrived / RADIANS, longitude: ((longitude + 540) % 360) - 180 };
}

function holds(boxes: Box[], { latitude, longitude }: Point): boolean {
  return boxes.some(
    ({ west, south, east, north }) => longitude >= west && longitude <= east && latitude >= south && latitude <= north,
  );
}

describe('boxes on the map', () => {
  it('are one where they do not cross the 180th meridian, and two where they do', () => {
    expect(boxesBetween({ west: -10, south: 0, east: 10, north: 5 })).toHaveLength(1);
    expect(boxesBetween({ west: 170, south: -20, east: -170, north: -10 })).toEqual([
      { west: 170, south: -20, east: 180, north: -10 },
      { west: -180, south: -20, east: -170, north: -10 },
    ]);
  });

  it('hold what lies on the 180th meridian, on whichever side it is written', () => {
    for (const longitude of [180, -180]) {
      expect(holds(boxesBetween({ west: -180, south: 0, east: -170, north: 5 }), { latitude: 1, longitude })).toBe(
        true,
      );
      expect(holds(boxesBetween({ west: 170, south: 0, east: 180, north: 5 }), { latitude: 1, longitude })).toBe(true);
      expect(holds(boxesBetween({ west: 180, south: 0, east: -180, north: 5 }), { latitude: 1, longitude })).toBe(true);
      expect(holds(boxesBetween({ west: -180, south: 0, east: 180, north: 5 }), { latitude: 1, longitude })).toBe(true);
    }
    expect(boxesBetween({ west: -180, south: -90, east: 180, north: 90 })).toHaveLength(1);
  });

  it('around a circle hold all of it, wherever it is', () => {
    const circle = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      radiusKm: fc.oneof(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 50, max: 9000, noNaN: true }),
      ),
    });
    const anywhere = fc.property(circle, fc.double({ min: 0, max: 360, noNaN: true }), (around, bearing) => {
      expect(holds(boxesAround(around), travelled(around, bearing, around.radiusKm))).toBe(true);
    });
    fc.assert(anywhere, { numRuns: 2000 });
  });

  it('around a small circle are small', () => {
    const [box] = boxesAround({ latitude: 60, longitude: 10, radiusKm: 111.2 });
    expect(box?.north).toBeCloseTo(61, 2);
    expect((box?.east ?? 0) - 10).toBeCloseTo(2, 2);
  });
});
