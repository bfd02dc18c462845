import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparedWith, firstLook, hasEnded, nextLook, REMEMBERED } from './alerts.rules.js';

const NOW = new Date('2027-03-01T12:00:00Z');
const at = (text: string) => new Date(text);

describe('a saved search', () => {
  it.each([
    [null, NOW, false],
    ['2027-03-01', NOW, false],
    ['2027-03-01', at('2027-03-02T11:59:59Z'), false],
    ['2027-03-01', at('2027-03-02T12:00:00Z'), true],
    ['2026-12-31', NOW, true],
  ])('for %s has at %s ended: %s', (checkIn, now, ended) => {
    expect(hasEnded(checkIn, now)).toBe(ended);
  });

  it.each([
    ['none', null],
    ['daily', at('2027-03-02T12:00:00Z')],
    ['instant', at('2027-03-01T13:00:00Z')],
  ] as const)('with %s alerts is looked at next: %s', (alerts, next) => {
    expect(nextLook(alerts, NOW)).toEqual(next);
  });

  it.each([
    ['none', null, null],
    ['daily', null, NOW],
    ['daily', at('2027-03-01T11:00:00Z'), at('2027-03-02T11:00:00Z')],
    ['instant', at('2027-03-01T11:30:00Z'), at('2027-03-01T12:30:00Z')],
    ['instant', at('2027-02-01T11:30:00Z'), NOW],
  ] as const)('that is set to %s and was told of at %s is looked at: %s', (alerts, toldAt, look) => {
    expect(firstLook(alerts, toldAt, NOW)).toEqual(look);
  });
});

describe('what a search finds', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String));

  it('is nothing new the first time', () => {
    expect(comparedWith(null, ['a', 'b'])).toEqual({ fresh: [], known: ['a', 'b'] });
    expect(comparedWith([], ['a', 'b'])).toEqual({ fresh: ['a', 'b'], known: ['a', 'b'] });
  });

  it('is new once, however often it goes and comes', () => {
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 8 }), (looks) => {
        const told: string[] = [];
        let known: string[] = [];
        for (const found of looks) {
          const finds = comparedWith(known, found);
          told.push(...finds.fresh);
          ({ known } = finds);
        }
        expect([...told].sort()).toEqual([...new Set(looks.flat())].sort());
      }),
    );
  });

  it('is remembered up to a bound, the latest first', () => {
    const many = Array.from({ length: REMEMBERED }, (_, index) => `old ${index}`);
    const { known, fresh } = comparedWith(many, ['new', 'old 3']);
    expect([known.length, known[0], known.at(-1), fresh]).toEqual([
      REMEMBERED,
      'new',
      `old ${REMEMBERED - 2}`,
      ['new'],
    ]);
  });
});
