import { describe, expect, it } from '@jest/globals';
import type { PropertyRow } from './properties.queries.js';
import { propertyView } from './property-view.js';

const row: PropertyRow = {
  id: 'p',
  hostId: 'host',
  status: 'published',
  title: 'Flat by the park',
  description: 'High ceilings.',
  type: 'apartment',
  roomType: 'entire_place',
  addressLine1: '12 Willett Street',
  city: 'Albany',
  region: 'New York',
  postalCode: '12210',
  country: 'US',
  latitude: 42.65678,
  longitude: -73.76543,
  timeZone: 'America/New_York',
  guests: 2,
  bedrooms: 1,
  beds: 1,
  bathrooms: 1,
  amenities: ['wifi'],
  currency: 'USD',
  nightly: 9000,
  weekendNightly: null,
  cleaningFee: 0,
  extraGuestFee: 0,
  guestsIncluded: 1,
  petFee: 0,
  weeklyDiscountBp: 1235,
  monthlyDiscountBp: 0,
  securityDeposit: 0,
  lengthDiscounts: [],
  lastMinuteDiscounts: [],
  earlyBirdDiscounts: [],
  occupancyDiscounts: [],
  bookingMode: 'instant',
  minNights: 1,
  maxNights: 28,
  checkInFrom: '15:00',
  checkOutBy: '11:00',
  cancellationPolicy: 'moderate',
  preparationNights: 0,
  advanceNoticeHours: 0,
  bookingWindowDays: 365,
  checkInDays: ['monday', 'friday'],
  sellsShortGaps: true,
  ratingTotal: 14,
  ratingCount: 3,
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  publishedAt: new Date(0),
  isPublic: true,
  permissions: null,
};

describe('a property, as it is shown', () => {
  it('tells its host, and whom they let do anything with it, where it is exactly', () => {
    expect(propertyView({ ...row, permissions: ['calendar', 'listing'] })).toMatchObject({
      yourPermissions: ['listing', 'calendar'],
      address: { line1: '12 Willett Street' },
      location: { latitude: 42.65678, longitude: -73.76543 },
      exactLocation: true,
    });
  });

  it('tells others only about where it is', () => {
    const view = propertyView(row);
    expect(view).not.toHaveProperty('yourPermissions');
    expect(view.location).toEqual({ latitude: 42.657, longitude: -73.765 });
    expect(view.exactLocation).toBe(false);
    expect(view.address).not.toHaveProperty('line1');
  });

  it('has the mean of all ratings, and none before the first', () => {
    expect(propertyView(row).rating).toEqual({ average: 4.67, count: 3 });
    expect(propertyView({ ...row, ratingTotal: 0, ratingCount: 0 }).rating).toEqual({ count: 0 });
  });

  it('rounds the mean as search does, where a product of floats falls short of the half', () => {
    expect(propertyView({ ...row, ratingTotal: 16.06, ratingCount: 4 }).rating.average).toBe(4.02);
  });

  it('shows prices as money, and none before they are set', () => {
    expect(propertyView(row).pricing).toMatchObject({
      nightly: { amount: 9000, currency: 'USD' },
      weeklyDiscountPercent: 12.35,
    });
    expect(propertyView({ ...row, currency: null, nightly: null })).not.toHaveProperty('pricing');
  });
});
