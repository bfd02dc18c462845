import { describe, expect, it } from '@jest/globals';
import { newId } from '#clock';
import { EndedAccess } from './ended-access.js';

const KEPT_MS = 660_000;
const id = newId();
const sessionId = newId();
const access = { id, sessionId, accessVersion: 2 };

function ended(...ends: [subject: string, number: number, leastVersion: number | null][]): EndedAccess {
  const all = new EndedAccess(KEPT_MS);
  for (const [subject, number, leastVersion] of ends) all.note({ subject, number, leastVersion }, 0);
  return all;
}

describe('ended access', () => {
  it.each<[string, Parameters<typeof ended>, boolean]>([
    ['nothing has ended', [], false],
    ['another’s session has', [[newId(), 1, null]], false],
    ['its session has', [[sessionId, 1, null]], true],
    ['its account is suspended', [[id, 1, null]], true],
    ['its account may do other things since', [[id, 1, 3]], true],
    ['its account may do other things, and it is from after that', [[id, 1, 2]], false],
    [
      'its account was suspended and restored',
      [
        [id, 1, null],
        [id, 2, 2],
      ],
      false,
    ],
    [
      'what is said of it comes in the wrong order',
      [
        [id, 2, 2],
        [id, 1, null],
      ],
      false,
    ],
  ])('when %s', (_what, ends, covered) => {
    expect(ended(...ends).covers(access)).toBe(covered);
  });

  it('is kept as long as there may be tokens of it, and no longer', () => {
    const all = ended([sessionId, 1, null]);
    all.note({ subject: newId(), number: 2, leastVersion: null }, KEPT_MS);
    expect([all.size, all.covers(access)]).toEqual([2, true]);
    all.note({ subject: newId(), number: 3, leastVersion: null }, KEPT_MS + 1);
    expect([all.size, all.covers(access)]).toEqual([2, false]);
  });
});
