import { describe, expect, it } from '@jest/globals';
import { loginDelays } from './login-delays.js';

const usual = {
  loginFreeFailures: 5,
  loginFirstDelaySeconds: 60,
  loginMaxDelaySeconds: 900,
  loginMaxFailures: 100,
};

describe('loginDelays', () => {
  it('let four failures pass, then double from a minute to a quarter of an hour', () => {
    expect(loginDelays(usual).slice(0, 11)).toEqual([0, 0, 0, 0, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('stay at a quarter of an hour until the hundredth failure, and are a day from there on', () => {
    const delays = loginDelays(usual);
    expect(delays).toHaveLength(100);
    expect(new Set(delays.slice(8, 99))).toEqual(new Set([900]));
    expect(delays[99]).toBe(86_400);
  });

  it('never grow beyond what a number can say', () => {
    const delays = loginDelays({ ...usual, loginFreeFailures: 1, loginMaxFailures: 1000 });
    expect(delays.every((seconds) => seconds <= 86_400)).toBe(true);
  });
});
