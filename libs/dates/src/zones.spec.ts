import { describe, expect, it } from '@jest/globals';
import { zoneAt } from './zones.js';

describe('zoneAt', () => {
  it.each([
    ['Albany', 42.6526, -73.7562, 'America/New_York'],
    ['Paris', 48.8566, 2.3522, 'Europe/Paris'],
    ['Tokyo', 35.6762, 139.6503, 'Asia/Tokyo'],
    ['Kathmandu', 27.7172, 85.324, 'Asia/Kathmandu'],
    ['Kiritimati', 1.87, -157.4, 'Pacific/Kiritimati'],
    ['Ürümqi, on Beijing time', 43.825, 87.6168, 'Asia/Shanghai'],
    ['the middle of the Atlantic', 0, -30, 'Etc/GMT+2'],
  ])('knows %s', async (_place, latitude, longitude, zone) => {
    expect(await zoneAt(latitude, longitude)).toBe(zone);
  });

  it.each([
    [90.1, 0],
    [0, 180.5],
    [Number.NaN, 0],
  ])('refuses %p, %p', async (latitude, longitude) => {
    await expect(zoneAt(latitude, longitude)).rejects.toThrow(RangeError);
  });
});
