import { describe, expect, it } from '@jest/globals';
import { amenities, amenityCodesOf, isAmenity } from './amenities.js';

describe('the catalogue of amenities', () => {
  it('has each code once, as a word of small letters', () => {
    const codes = amenities.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('knows its codes, and no others', () => {
    expect(isAmenity('wifi')).toBe(true);
    expect(isAmenity('Wifi')).toBe(false);
    expect(isAmenity('constructor')).toBe(false);
  });
});

describe('amenities of imported listings', () => {
  it.each([
    ['Wifi', ['wifi']],
    ['Fast wifi – 654 Mbps', ['wifi']],
    ['55 inch HDTV with Chromecast, Roku', ['tv']],
    ['Free dryer – In unit', ['dryer']],
    ['Hair dryer', ['hair_dryer']],
    ['Paid washer – In building', ['washer']],
    ['Dishwasher', ['dishwasher']],
    ['Private outdoor pool - available seasonally, open 24 hours, heated', ['pool']],
    ['Pool table', ['pool_table']],
    ['Pool view', ['view']],
    ['Shared hot tub - available all year', ['hot_tub']],
    ['Hot water kettle', ['kettle']],
    ['AC - split type ductless system', ['air_conditioning']],
    ['Heating - split type ductless system', ['heating']],
    ['Window AC unit', ['air_conditioning']],
    ['Dove conditioner', ['toiletries']],
    ['Portable air conditioning', ['air_conditioning']],
    ['Free driveway parking on premises – 2 spaces', ['free_parking']],
    ['Free residential garage on premises', ['free_parking']],
    ['Paid parking lot off premises', ['paid_parking']],
    ['Pack ’n play/Travel crib', ['crib']],
    ['Smart lock', ['self_check_in']],
    ['Hockey rink', []],
  ])('reads %j', (name, codes) => {
    expect(amenityCodesOf([name])).toEqual({ codes, unknown: codes.length === 0 ? [name] : [] });
  });

  it('names each code once, in the order of the catalogue, and tells what it does not know', () => {
    expect(amenityCodesOf(['HDTV', 'Moat', 'Wifi', 'TV with Roku', 'Wifi – 49 Mbps'])).toEqual({
      codes: ['wifi', 'tv'],
      unknown: ['Moat'],
    });
  });
});
