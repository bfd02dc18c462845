import { describe, expect, it } from '@jest/globals';
import { afterFailure, type Tries } from './tries.js';

const START = new Date('2027-03-01T12:00:00Z');
const DAY_MS = 86_400_000;

/** Fails until it is given up; after how many tries, and how many days. */
function failing(isOutage: boolean, random: number): { tries: number; days: number } {
  let state: Tries & { dueAt: Date | null } = { attempts: 0, outages: 0, dueAt: START };
  let now = START;
  for (let tries = 1; ; tries += 1) {
    state = afterFailure(state, { isOutage, now, random, tries: 8 });
    if (!state.dueAt) return { tries, days: (now.getTime() - START.getTime()) / DAY_MS };
    now = state.dueAt;
  }
}

describe('what fails', () => {
  it('by itself is given up after as many tries as are set, an hour or two after the first', () => {
    expect(failing(false, 0).tries).toBe(8);
    expect(failing(false, 0).days * 24).toBeGreaterThan(1);
    expect(failing(false, 1).days * 24).toBeLessThan(2.1);
  });

  it('because something is away is given up after about three days', () => {
    expect(failing(true, 0).days).toBeGreaterThan(1.5);
    expect(failing(true, 0.5).days).toBeCloseTo(2.8, 0);
    expect(failing(true, 1).days).toBeLessThan(4);
  });

  it('by itself after a long outage has all its tries before it', () => {
    const after = afterFailure({ attempts: 0, outages: 99 }, { isOutage: false, now: START, random: 0, tries: 8 });
    expect(after).toEqual({ attempts: 1, outages: 99, dueAt: new Date(START.getTime() + 500) });
  });
});
