import { describe, expect, it } from '@jest/globals';
import type { SearchResultDto } from '#contracts/search-results.dto.js';
import { alertLetter } from './alert-letter.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const found = (title: string, total?: number): SearchResultDto => ({
  property: {
    id: '0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90',
    title,
    type: 'house',
    roomType: 'entire_place',
    city: 'Albany',
    region: 'New York',
    country: 'US',
    location: { latitude: 42.652, longitude: -73.756 },
    capacity: { guests: 2, bedrooms: 1, beds: 1, bathrooms: 1 },
    amenities: [],
    instantBook: true,
    rating: { count: 0 },
  },
  nightly: usd(10_000),
  ...(total !== undefined && { total: usd(total) }),
});
const about = {
  firstName: 'Ada',
  name: 'Hills',
  publicUrl: 'https://api.example.com',
  link: 'https://end.example.com',
};

describe('the letter about a saved search', () => {
  it('names each place, where it is and what it costs, and how to get no more letters', () => {
    const { subject, body } = alertLetter({ ...about, places: [found('Old mill', 45_600), found('Barn')] });
    expect(subject).toBe('2 new places: Hills');
    expect(body).toContain(
      '1. Old mill, Albany, New York: $456.00 in all\n   https://api.example.com/v1/properties/0193',
    );
    expect(body).toContain('2. Barn, Albany, New York: $100.00 a night');
    expect(body).toContain(about.link);
  });

  it('names ten, and counts the others', () => {
    const { subject, body } = alertLetter({ ...about, places: Array.from({ length: 13 }, () => found('Barn')) });
    expect([subject, body.match(/Barn/g)?.length]).toEqual(['13 new places: Hills', 10]);
    expect(body).toContain('And 3 more');
    expect(alertLetter({ ...about, places: [found('Barn')] }).subject).toBe('1 new place: Hills');
  });
});
