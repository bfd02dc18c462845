import { describe, expect, it } from '@jest/globals';
import { seasonErrors } from './season-list.js';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const season = (from: string, to: string, more: object = {}) => ({ name: 'S', from, to, nightly: eur(1), ...more });
const named = (seasons: ReturnType<typeof season>[], currency: string | null = 'EUR') =>
  seasonErrors(seasons, currency).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a list of seasons', () => {
  it('may be empty, out of order, and without a gap', () => {
    expect(named([], null)).toEqual([]);
    const list = [season('2027-09-01', '2027-10-01'), season('2027-06-01', '2027-09-01')];
    expect(named(list)).toEqual([]);
  });

  it('needs prices of the property', () => {
    expect(named([season('2027-06-01', '2027-06-02')], null)).toEqual(['/seasons missing']);
  });

  it('is told every field that is wrong', () => {
    const usd = { amount: 1, currency: 'USD' };
    const list = [season('2027-06-01', '2027-06-01'), season('2027-07-02', '2027-07-01', { weekendNightly: usd })];
    expect(named([...list, season('2027-08-01', '2027-08-02', { nightly: usd })])).toEqual([
      '/seasons/0/to after',
      '/seasons/1/to after',
      '/seasons/1/weekendNightly/currency one_currency',
      '/seasons/2/nightly/currency one_currency',
    ]);
  });

  it('has no night twice: who shares nights with an earlier one is named, also behind one within it', () => {
    const list = [
      season('2027-06-10', '2027-06-12'),
      season('2027-06-01', '2027-06-30'),
      season('2027-06-29', '2027-07-02'),
      season('2027-07-02', '2027-07-03'),
    ];
    expect(named(list)).toEqual(['/seasons/0 overlap', '/seasons/2 overlap']);
  });

  it('spans five years at most', () => {
    const first = season('2027-01-01', '2027-01-02');
    expect(named([first, season('2031-12-01', '2032-01-01')])).toEqual([]);
    expect(named([first, season('2031-12-01', '2032-01-02')])).toEqual(['/seasons/1/to span']);
  });
});
