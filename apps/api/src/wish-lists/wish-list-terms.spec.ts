import { describe, expect, it } from '@jest/globals';
import { wishListErrors } from './wish-list-terms.js';

const [FIRST, LAST] = ['2027-03-01', '2027-03-05'];

describe('the dates of a list', () => {
  it.each([[{}], [{ checkIn: FIRST, checkOut: LAST }], [{ checkIn: null, checkOut: null }]])('may be %j', (dates) => {
    expect(wishListErrors(dates)).toEqual([]);
  });

  it.each([
    [{ checkIn: FIRST }, '/checkOut', 'required'],
    [{ checkOut: LAST }, '/checkIn', 'required'],
    [{ checkIn: FIRST, checkOut: null }, '/checkOut', 'required'],
    [{ checkIn: null, checkOut: LAST }, '/checkIn', 'required'],
    [{ checkIn: null }, '/checkIn', 'required'],
    [{ checkIn: LAST, checkOut: FIRST }, '/checkOut', 'after_check_in'],
    [{ checkIn: FIRST, checkOut: FIRST }, '/checkOut', 'after_check_in'],
  ])('may not be %j', (dates, pointer, code) => {
    expect(wishListErrors(dates)).toMatchObject([{ pointer, code }]);
  });

  it('are not said to be missing where they are wrong by themselves', () => {
    expect(wishListErrors({ checkOut: LAST }, { checkIn: 'soon', checkOut: LAST })).toEqual([]);
  });
});
