import type { BoundingBoxDto } from '#contracts/places.dto.js';

/** People to a square kilometre of a usual city. */
const DENSITY = 3000;
/** Guests look on the outskirts too. */
const OUTSKIRTS = 2;
const LEAST_KM = 3;
const MOST_KM = 40;
const KM_A_DEGREE = 111.195;
const DECIMALS = 1e4;

/**
 * How far it is from the middle of a city to where one would not look any more, in km: twice the radius of a circle in
 * which its people live as densely as is usual (3,000 to a km²; 98,000 people: 6.5 km), from 3 to 40 km.
 */
export function radiusOf(population: number): number {
  const radius = OUTSKIRTS * Math.sqrt(population / (DENSITY * Math.PI));
  return Math.min(MOST_KM, Math.max(LEAST_KM, radius));
}

/** The box around a city, to four decimals; `west` is greater than `east` across the 180th meridian. */
export function boxAround(latitude: number, longitude: number, population: number): BoundingBoxDto {
  const height = radiusOf(population) / KM_A_DEGREE;
  const width = height / Math.cos((latitude / 180) * Math.PI);
  return {
    west: rounded(turned(longitude - width)),
    south: rounded(Math.max(-90, latitude - height)),
    east: rounded(turned(longitude + width)),
    north: rounded(Math.min(90, latitude + height)),
  };
}

function turned(longitude: number): number {
  if (longitude < -180) return longitude + 360;
  return longitude > 180 ? longitude - 360 : longitude;
}

function rounded(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS;
}
