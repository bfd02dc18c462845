import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SweepFailures } from './sweep-failures.js';

const LOST = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
const TOLD = 'sweeps fail for want of a connection: refused';
const OVER = 'sweeps have a connection again';

let said: unknown[];
let failures: SweepFailures;
beforeEach(() => {
  said = [];
  failures = new SweepFailures();
  const say = (message: unknown) => void said.push(message);
  jest.spyOn(Logger.prototype, 'error').mockImplementation(say);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(say);
});
afterEach(() => void jest.restoreAllMocks());

describe('a lost connection', () => {
  it('is told of when it is lost again, though the sweep that met the first loss looks only once an hour', () => {
    failures.failed('hourly', LOST);
    failures.succeeded('often', performance.now());
    failures.failed('often', LOST);
    expect(said).toEqual([TOLD, OVER, TOLD]);
  });

  it('is not over for a look that had begun before it was lost', () => {
    const beganAt = performance.now();
    failures.failed('one', LOST);
    failures.succeeded('other', beganAt);
    failures.failed('one', LOST);
    expect(said).toEqual([TOLD]);
  });
});
