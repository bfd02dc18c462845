import { describe, expect, it } from '@jest/globals';
import { missingForPublishing } from './publishable.js';

const complete = {
  title: 'Flat by the park',
  description: 'High ceilings, two blocks from the park.',
  addressLine1: '12 Willett Street',
  city: 'Albany',
  beds: 1,
  latitude: 42.65,
  longitude: -73.76,
  nightly: 9000,
};

describe('publishing', () => {
  it('is open to a complete property', () => {
    expect(missingForPublishing(complete)).toEqual([]);
  });

  it.each([
    [{ title: 'Flat' }, '/title', 'min_length'],
    [{ description: '' }, '/description', 'missing'],
    [{ description: '   too short    ' }, '/description', 'min_length'],
    [{ addressLine1: '' }, '/address/line1', 'missing'],
    [{ latitude: 0, longitude: 0 }, '/location', 'missing'],
    [{ beds: 0 }, '/capacity/beds', 'min'],
    [{ nightly: null }, '/pricing/nightly', 'missing'],
  ])('names what is missing with %j', (change, pointer, code) => {
    expect(missingForPublishing({ ...complete, ...change })).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('names everything at once', () => {
    const empty = { ...complete, title: '', description: '', addressLine1: '', nightly: null };
    expect(missingForPublishing(empty)).toHaveLength(4);
  });
});
