import { describe, expect, it } from '@jest/globals';
import { StartupError } from '#config';
import { importArguments, rejectsPath } from './arguments.js';

describe('the arguments of the import', () => {
  it('are a folder and what is said of the city', () => {
    expect(importArguments(['data/albany', '--shift', '--region', 'New York', '--country', 'us'])).toEqual({
      dir: 'data/albany',
      shift: true,
      rejects: undefined,
      city: undefined,
      region: 'New York',
      country: 'US',
      currency: undefined,
    });
  });

  it.each([
    [[], 'Which folder?'],
    [['a', 'b'], 'One folder at a time: what is b?'],
    [['a', '--shft'], "Unknown option '--shft'"],
    [['a', '--city'], "Option '--city <value>' argument missing"],
  ])('%j are refused in one line', (args, message) => {
    expect(() => importArguments(args)).toThrow(StartupError);
    expect(() => importArguments(args)).toThrow(message);
  });

  it('may ask for help', () => expect(importArguments(['--help'])).toBeUndefined());

  it('put the rejects of a city under DATA_DIR', () => {
    expect(rejectsPath('/data', 'São Paulo')).toBe('/data/import/sao-paulo-rejects.csv');
  });
});
