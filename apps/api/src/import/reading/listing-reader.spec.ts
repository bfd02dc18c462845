import { describe, expect, it } from '@jest/globals';
import { Columns } from './csv-file.js';
import { listingReader, type ReadListing } from './listing-reader.js';

const WHOLE = {
  id: '2992450', host_id: '1', host_name: 'Ann', name: 'Luxury apartment', description: 'Quiet.<br/>Furnished.', latitude: '42.65789',
  longitude: '-73.7537', property_type: 'Entire rental unit', room_type: 'Entire home/apt', accommodates: '4', bathrooms: '1.0',
  bathrooms_text: '1 bath', bedrooms: '2', beds: '2', amenities: '["Wifi", "Kitchen", "Moon rocket"]', price: '$70.00',
  minimum_nights: '28', maximum_nights: '1125', number_of_reviews: '9', review_scores_rating: '3.56', instant_bookable: 'f',
}; // prettier-ignore

function read(changes: Partial<typeof WHOLE> = {}): ReadListing {
  const fields = { ...WHOLE, ...changes };
  return listingReader(new Columns('listings.csv', Object.keys(fields), []), 'USD')(Object.values(fields), 2);
}

describe('a listing', () => {
  it('is read whole', () => {
    expect(read()).toMatchObject({
      listing: {
        id: '2992450', row: 2, hostId: '1', hostName: 'Ann', title: 'Luxury apartment', description: 'Quiet.\nFurnished.',
        type: 'apartment', roomType: 'entire_place', latitude: 42.65789, longitude: -73.7537, guests: 4, bedrooms: 2, beds: 2,
        bathrooms: 1, amenities: ['wifi', 'kitchen'], price: 7000, minNights: 28, maxNights: 1125, instantBook: false, rating: 3.56, ratings: 9,
      },
      problems: [],
      adjusted: [],
      unknownAmenities: ['Moon rocket'],
    }); // prettier-ignore
  });

  it.each([
    [{ id: '' }, 'no_id', ''],
    [{ id: '1.02E+18' }, 'bad_id', '1.02E+18'],
    [{ host_id: 'x' }, 'bad_host_id', 'x'],
    [{ latitude: '', longitude: '' }, 'no_coordinates', '2992450'],
    [{ latitude: '0', longitude: '0' }, 'bad_coordinates', '0 0'],
    [{ latitude: '91' }, 'bad_coordinates', '91 -73.7537'],
    [{ longitude: 'west' }, 'bad_coordinates', '42.65789 west'],
    [{ accommodates: '0' }, 'bad_guests', '0'],
    [{ accommodates: 'many' }, 'bad_guests', 'many'],
    [{ room_type: 'Barn' }, 'unknown_room_type', 'Barn'],
  ])('with %j is refused: %s', (changes, reason, value) => {
    const { listing, problems } = read(changes);
    expect(listing).toBeUndefined();
    expect(problems).toEqual([{ reason, value }]);
  });

  it.each([
    [{ price: 'much' }, { price: undefined }, 'bad_price'],
    [{ bedrooms: '-1' }, { bedrooms: 1 }, 'bad_bedrooms'],
    [{ amenities: '[' }, { amenities: [] }, 'bad_amenities'],
    [{ minimum_nights: 'x' }, { minNights: 1 }, 'bad_minimum_nights'],
    [{ review_scores_rating: 'good' }, { rating: undefined, ratings: 0 }, 'bad_review_scores_rating'],
  ])('with %j is taken as %j, and the value is told of: %s', (changes, result, reason) => {
    const { listing, problems } = read(changes);
    expect(listing).toMatchObject(result);
    expect(problems).toEqual([{ reason, value: Object.values(changes)[0] }]);
  });

  it.each([
    [{ bedrooms: '', beds: '' }, { bedrooms: 1, beds: 1 }, ['bedrooms_assumed', 'beds_assumed']],
    [{ bathrooms: '', bathrooms_text: 'Half-bath' }, { bathrooms: 0.5 }, []],
    [{ bathrooms: '', bathrooms_text: '' }, { bathrooms: 1 }, ['bathrooms_assumed']],
    [{ name: '' }, { title: 'Entire rental unit' }, ['title_assumed']],
    [{ host_name: '' }, { hostName: 'Host' }, ['host_name_assumed']],
    [{ name: 'x'.repeat(300) }, { title: 'x'.repeat(200) }, ['title_cut']],
    [{ maximum_nights: '2147483647' }, { maxNights: 1125 }, ['maximum_nights_clamped']],
    [{ minimum_nights: '1,125' }, { minNights: 1125, maxNights: 1125 }, []],
    [{ minimum_nights: '0' }, { minNights: 1 }, ['minimum_nights_clamped']],
    [{ minimum_nights: '30', maximum_nights: '7' }, { minNights: 30, maxNights: 30 }, ['maximum_nights_below_minimum']],
    [{ price: '' }, { price: undefined }, []],
    [{ review_scores_rating: '96.0' }, { rating: 4.8 }, []],
    [{ review_scores_rating: '' }, { rating: undefined, ratings: 0 }, []],
    [{ number_of_reviews: '0' }, { rating: undefined, ratings: 0 }, []],
    [{ instant_bookable: 't' }, { instantBook: true }, []],
  ])('with %j is taken as %j', (changes, result, adjusted) => {
    const answer = read(changes);
    expect(answer.listing).toMatchObject(result);
    expect(answer).toMatchObject({ adjusted, problems: [] });
  });
});
