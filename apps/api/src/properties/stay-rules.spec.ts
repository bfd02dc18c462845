import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#http';
import { changedRules, stayRulesOf, USUAL_RULES } from './stay-rules.js';

describe('the rules of stays', () => {
  it('stay as they are where a change says nothing', () => {
    expect(changedRules(USUAL_RULES)).toEqual(USUAL_RULES);
    expect(changedRules(USUAL_RULES, { minNights: 3 })).toEqual({ ...USUAL_RULES, minNights: 3 });
  });

  it('may be set to nothing at all', () => {
    const strict = { ...USUAL_RULES, preparationNights: 2, advanceNoticeHours: 24 };
    expect(changedRules(strict, { preparationNights: 0, advanceNoticeHours: 0 })).toEqual(USUAL_RULES);
  });

  it('never ask for more nights than they allow', () => {
    expect(changedRules(USUAL_RULES, { minNights: 365 }).minNights).toBe(365);
    expect(() => changedRules(USUAL_RULES, { minNights: 366 })).toThrow(InvalidInput);
    expect(() => changedRules({ ...USUAL_RULES, minNights: 5 }, { maxNights: 4 })).toThrow(InvalidInput);
  });

  it('are taken alone out of what has more', () => {
    expect(stayRulesOf({ ...USUAL_RULES, ...{ title: 'Flat by the park' } })).toEqual(USUAL_RULES);
  });
});
