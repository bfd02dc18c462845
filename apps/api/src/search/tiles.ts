import type { Box } from './geography.js';

/** The zooms for whose tiles there are indexes (migrations/0040_search_walk.sql), the nearest first. */
const ZOOMS = [13, 11, 9, 7, 5, 3] as const;
/** How many tiles a walk goes through side by side. */
const MOST_TILES = 16;
/** Where Web Mercator's square ends. */
const MOST_LATITUDE = 85.0511287798;
const RADIANS = Math.PI / 180;
/** Keeps what lies on a tile's edge, however PostgreSQL rounds its logarithm. */
const MARGIN_DEGREES = 1e-6;

/** Tiles of one zoom that cover a part of the map. */
export interface TileCover {
  zoom: (typeof ZOOMS)[number];
  tiles: number[];
}

/** The tiles of the nearest zoom of which at most 16 cover all boxes; undefined where only the world does. */
export function coverOf(boxes: Box[]): TileCover | undefined {
  for (const zoom of ZOOMS) {
    const tiles = tilesOver(boxes, zoom);
    if (tiles !== undefined) return { zoom, tiles };
  }
  return undefined;
}

function tilesOver(boxes: Box[], zoom: number): number[] | undefined {
  const tiles = new Set<number>();
  for (const { west, south, east, north } of boxes) {
    const [left, top] = columnAndRow(west - MARGIN_DEGREES, north + MARGIN_DEGREES, zoom);
    const [right, bottom] = columnAndRow(east + MARGIN_DEGREES, south - MARGIN_DEGREES, zoom);
    if ((right - left + 1) * (bottom - top + 1) > MOST_TILES) return undefined;
    for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) tiles.add(interleaved(x, y));
  }
  return tiles.size <= MOST_TILES ? [...tiles] : undefined;
}

/** The tile of a position, as `map_tile` has it for zoom 13: bits of column and row by turns. */
export function tileOf(longitude: number, latitude: number, zoom: number): number {
  return interleaved(...columnAndRow(longitude, latitude, zoom));
}

function columnAndRow(longitude: number, latitude: number, zoom: number): [x: number, y: number] {
  const size = 2 ** zoom;
  const angle = Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, latitude)) * RADIANS;
  const within = (value: number): number => Math.max(0, Math.min(size - 1, Math.floor(value)));
  const y = ((1 - Math.log(Math.tan(angle) + 1 / Math.cos(angle)) / Math.PI) / 2) * size;
  return [within(((longitude + 180) / 360) * size), within(y)];
}

function interleaved(x: number, y: number): number {
  let tile = 0;
  for (let bit = 0; bit < 13; bit += 1) tile |= (((x >> bit) & 1) << (2 * bit)) | (((y >> bit) & 1) << (2 * bit + 1));
  return tile;
}
