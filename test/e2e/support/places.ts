/** Places in far zones, as changes to the body of a property. */
export const PLACES = {
  apia: where('Apia', 'Tuamasaga', 'WS', -13.8333, -171.7667),
  honolulu: where('Honolulu', 'Hawaii', 'US', 21.3069, -157.8583),
  kathmandu: where('Kathmandu', 'Bagmati', 'NP', 27.7172, 85.324),
  kiritimati: where('London Village', 'Line Islands', 'KI', 1.9836, -157.4753),
  lisbon: where('Lisbon', 'Lisboa', 'PT', 38.7223, -9.1393),
  lordHowe: where('Lord Howe Island', 'New South Wales', 'AU', -31.5553, 159.0821),
  pagoPago: where('Pago Pago', 'Tutuila', 'AS', -14.2756, -170.702),
  bakerIsland: where('Meyerton', 'Baker Island', 'UM', 0.1936, -176.4769),
} as const;

function where(city: string, region: string, country: string, latitude: number, longitude: number): object {
  return {
    address: { line1: '1 Shore Road', city, region, postalCode: '1', country },
    location: { latitude, longitude },
  };
}
