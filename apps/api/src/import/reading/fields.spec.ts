import { describe, expect, it } from '@jest/globals';
import { bathroomsOf, booleanOf, cut, decimalOf, lineOf, namesOf, textOf, wholeOf } from './fields.js';

describe('the fields of a listing', () => {
  it.each([
    ['42.65789', 42.65789],
    ['-73.7537', -73.7537],
    [' 4 ', 4],
    ['', undefined],
    ['N/A', undefined],
    ['1e5', undefined],
    ['1.02E+18', undefined],
    ['Infinity', undefined],
  ])('reads the number %j as %j', (text, value) => expect(decimalOf(text)).toBe(value));

  it.each([
    ['2', 2],
    ['2.0', 2],
    ['1,125', 1125],
    ['2.5', undefined],
    ['two', undefined],
    ['', undefined],
  ])('reads the count %j as %j', (text, value) => expect(wholeOf(text)).toBe(value));

  it.each([
    ['t', true],
    ['f', false],
    ['True', true],
    ['0', false],
    ['', undefined],
    ['yes', undefined],
  ])('reads the flag %j as %j', (text, value) => expect(booleanOf(text)).toBe(value));

  it.each([
    ['["Wifi", "Free dryer \\u2013 In unit"]', ['Wifi', 'Free dryer – In unit']],
    ['[]', []],
    ['', []],
    ['{Wifi,"Hot water"}', ['Wifi', 'Hot water']],
    ['["Wifi"', undefined],
    ['[1]', undefined],
    ['Wifi', undefined],
  ])('reads the list %j', (text, value) => expect(namesOf(text)).toEqual(value));

  it.each([
    ['1 bath', 1],
    ['1.5 shared baths', 1.5],
    ['Half-bath', 0.5],
    ['Shared half-bath', 0.5],
    ['', undefined],
  ])('reads the bathrooms %j as %j', (text, value) => expect(bathroomsOf(text)).toBe(value));

  it('takes markup and control characters out of text, and keeps its lines', () => {
    expect(textOf(' <b>Two</b> rooms<br />by the river &amp; the park\u0000\r\n1 < 2 ')).toBe(
      'Two rooms\nby the river & the park\n1 < 2',
    );
  });

  it('brings a title into one line', () => {
    expect(lineOf('A place\n  by the river ')).toBe('A place by the river');
  });

  it('cuts between characters, not within one', () => {
    expect(cut('🏡🏡🏡', 2)).toBe('🏡🏡');
    expect(cut('short', 200)).toBe('short');
  });
});
