/** A part of the map in degrees, edges included; never across the 180th meridian. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A circle on the Earth: along great circles, in km. */
export interface Circle {
  latitude: number;
  longitude: number;
  radiusKm: number;
}

/** The Earth's mean radius, as `distance_km` has it. */
const EARTH_RADIUS_KM = 6371.0088;
const DEGREES = 180 / Math.PI;
/** Keeps a point on the circle's edge inside the box in spite of rounding; a tenth of a metre. */
const MARGIN_DEGREES = 1e-6;

/**
 * A part of the map as one box, or as two where it goes across the 180th meridian (`west` > `east`) or reaches it: what
 * lies on it may be written with either sign.
 */
export function boxesBetween({ west, south, east, north }: Box): Box[] {
  if (west > east) return [box(west, 180), box(-180, east)];
  if (west === -180 && east < 180) return [box(west, east), box(180, 180)];
  if (east === 180 && west > -180) return [box(west, east), box(-180, -180)];
  return [box(west, east)];

  function box(from: number, to: number): Box {
    return { west: from, south, east: to, north };
  }
}

/**
 * Boxes that hold a circle: wider by its distance from the equator, all the way round when it holds a pole. (J. P.
 * Matuschek, "Finding points within a distance of a latitude/longitude using bounding coordinates", section 3.3.)
 */
export function boxesAround({ latitude, longitude, radiusKm }: Circle): Box[] {
  const radius = radiusKm / EARTH_RADIUS_KM;
  const reach = radius * DEGREES + MARGIN_DEGREES;
  const south = Math.max(latitude - reach, -90);
  const north = Math.min(latitude + reach, 90);
  if (south <= -90 || north >= 90) return [{ west: -180, south, east: 180, north }];
  const width = Math.asin(Math.min(1, Math.sin(radius) / Math.cos(latitude / DEGREES))) * DEGREES + MARGIN_DEGREES;
  return boxesBetween({ west: turned(longitude - width), south, east: turned(longitude + width), north });
}

/** A longitude between −180 and 180. */
function turned(longitude: number): number {
  if (longitude < -180) return longitude + 360;
  return longitude > 180 ? longitude - 360 : longitude;
}
