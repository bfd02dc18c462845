import { describe, expect, it } from '@jest/globals';
import { lostForPublishing, missingForPublishing } from './publishable.js';

const complete = {
  title: 'Flat by the park',
  description: 'High ceilings, two blocks from the park.',
  addressLine1: '12 Willett Street',
  city: 'Albany',
  beds: 1,
  latitude: 42.65,
  longitude: -73.76,
  nightly: 9000,
  currency: 'USD',
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
    [{ currency: 'IRR' }, '/pricing/nightly', 'currency'],
  ])('names what is missing with %j', (change, pointer, code) => {
    expect(missingForPublishing({ ...complete, ...change })).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('names everything at once', () => {
    const empty = { ...complete, title: '', description: '', addressLine1: '', nightly: null };
    expect(missingForPublishing(empty)).toHaveLength(4);
  });
});

describe('a change of what guests have seen', () => {
  const imported = { ...complete, addressLine1: '', description: 'Quiet.' };

  it.each([
    ['nothing, as long as what was missing stays as it is', imported, { title: 'Loft by the park' }, []],
    ['nothing, when what was missing is mended', imported, { addressLine1: '12 Willett Street' }, []],
    ['nothing, when it is mended in part', { ...complete, description: '' }, { description: 'Quiet.' }, []],
    ['nothing, when it is as bad as before', imported, { description: 'Loud.' }, []],
    ['what it makes worse', imported, { description: '' }, ['/description']],
    ['what it empties', complete, { addressLine1: '' }, ['/address/line1']],
    ['each of several', complete, { title: 'Flat', beds: 0 }, ['/title', '/capacity/beds']],
    ['only what was there', imported, { addressLine1: '', beds: 0 }, ['/capacity/beds']],
    ['the place itself', complete, { latitude: 0, longitude: 0 }, ['/location']],
    ['nothing, when the price was in a currency of no card', { ...complete, currency: 'IRR' }, { nightly: 8000 }, []],
  ])('takes away %s', (_what, before, change, pointers) => {
    const lost = lostForPublishing(missingForPublishing(before), missingForPublishing({ ...before, ...change }));
    expect(lost.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
