import { describe, expect, it } from '@jest/globals';
import { preparedStay, reasonsByNight, takenNights, type Claim } from './claims.js';

const booking: Claim = { kind: 'booking', stay: { checkIn: '2027-03-10', checkOut: '2027-03-12' } };
const block: Claim = { kind: 'block', stay: { checkIn: '2027-03-12', checkOut: '2027-03-14' } };

describe('taken nights', () => {
  it('are those of the claims, each with its reason', () => {
    expect([...reasonsByNight(takenNights([booking, block], 0), '2027-03-01', '2027-04-01')]).toEqual([
      ['2027-03-10', 'booked'],
      ['2027-03-11', 'booked'],
      ['2027-03-12', 'blocked'],
      ['2027-03-13', 'blocked'],
    ]);
  });

  it('have preparation around bookings, where nothing else is', () => {
    expect([...reasonsByNight(takenNights([booking, block], 1), '2027-03-01', '2027-04-01')].sort()).toEqual([
      ['2027-03-09', 'preparation'],
      ['2027-03-10', 'booked'],
      ['2027-03-11', 'booked'],
      ['2027-03-12', 'blocked'],
      ['2027-03-13', 'blocked'],
    ]);
  });

  it('are shown from the first date to before the last', () => {
    expect([...reasonsByNight(takenNights([booking], 0), '2027-03-11', '2027-03-12').keys()]).toEqual(['2027-03-11']);
  });
});

describe('the preparation of a stay', () => {
  it('ends where the dates do', () => {
    expect(preparedStay({ checkIn: '1900-01-02', checkOut: '2999-12-30' }, 7)).toEqual({
      checkIn: '1900-01-01',
      checkOut: '2999-12-31',
    });
  });
});
