import { describe, expect, it } from '@jest/globals';
import { placeTypeOf, roomTypeOf } from './place-types.js';

describe('kinds of places', () => {
  it.each([
    ['Entire rental unit', 'apartment'],
    ['Private room in condo', 'apartment'],
    ['Entire serviced apartment', 'apartment'],
    ['Entire loft', 'apartment'],
    ['Entire home', 'house'],
    ['Private room in townhouse', 'house'],
    ['Private room in villa', 'house'],
    ['Entire guesthouse', 'guesthouse'],
    ['Entire guest suite', 'guesthouse'],
    ['Private room in bed and breakfast', 'guesthouse'],
    ['Room in aparthotel', 'hotel'],
    ['Room in boutique hotel', 'hotel'],
    ['Shared room in hostel', 'hotel'],
    ['Entire cabin', 'cabin'],
    ['Houseboat', 'boat'],
    ['Treehouse', 'house'],
    ['Yurt', 'other'],
    ['', 'other'],
  ])('takes %j for a place of type %s', (text, type) => expect(placeTypeOf(text)).toBe(type));

  it.each([
    ['Entire home/apt', 'entire_place'],
    ['Private room', 'private_room'],
    ['Shared room', 'shared_room'],
    ['Hotel room', 'hotel_room'],
    ['Barn', undefined],
  ])('takes %j for %s', (text, type) => expect(roomTypeOf(text)).toBe(type));
});
