import { describe, expect, it } from '@jest/globals';
import { countryAt, currencyOfCountry } from './country.js';

describe('countries', () => {
  it.each([
    ['Albany', 42.65, -73.75, 'US', 'USD'],
    ['Amsterdam', 52.37, 4.9, 'NL', 'EUR'],
    ['Oslo', 59.91, 10.75, 'NO', 'NOK'],
    ['London', 51.5, -0.12, 'GB', 'GBP'],
    ['Tokyo', 35.68, 139.69, 'JP', 'JPY'],
    ['Mumbai', 19.07, 72.87, 'IN', 'INR'],
    ['Copenhagen', 55.68, 12.57, 'DK', 'DKK'],
    ['Cape Town', -33.92, 18.42, 'ZA', 'ZAR'],
  ])('finds that of %s and its currency', async (_, latitude, longitude, country, currency) => {
    expect(await countryAt(latitude, longitude)).toBe(country);
    expect(currencyOfCountry(country)).toBe(currency);
  });

  it('finds none at sea', async () => expect(await countryAt(0, -30)).toBeUndefined());
});
