import { afterEach, describe, expect, it } from '@jest/globals';
import { count, IS_FULL, seed } from './counts.js';

describe('how often an attack is tried', () => {
  const given = process.env.ATTACK_SEED;
  afterEach(() => {
    if (given === undefined) delete process.env.ATTACK_SEED;
    else process.env.ATTACK_SEED = given;
  });

  it('is a slice, or all of it', () => {
    expect(count(3, 7)).toBe(IS_FULL ? 7 : 3);
  });

  it('is from another seed each time, and from the same where it is given', () => {
    delete process.env.ATTACK_SEED;
    expect(new Set([seed(), seed(), seed(), seed()]).size).toBeGreaterThan(1);
    process.env.ATTACK_SEED = '4711';
    expect([seed(), seed()]).toEqual([4711, 4711]);
  });

  it.each(['', 'x', '-1', '1.5', '9'.repeat(11)])('is from no seed like "%s"', (wrong) => {
    process.env.ATTACK_SEED = wrong;
    expect(seed).toThrow('ATTACK_SEED is a whole number');
  });
});
