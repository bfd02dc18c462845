import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';

describe('Clock', () => {
  it('shows wall time until it is moved', () => {
    const clock = new Clock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(100);
    clock.setOffset(86_400_000);
    expect(clock.offsetMs).toBe(86_400_000);
    expect(Math.abs(clock.now().getTime() - Date.now() - 86_400_000)).toBeLessThan(100);
  });
});
