import { describe, expect, it } from '@jest/globals';
import { decideRefresh, type KnownSession, type RefreshDecision } from './session.refresh.js';

const GRACE_MS = 10_000;
const now = new Date('2026-11-21T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const hash = (name: string) => Buffer.from(name.padEnd(32));

const session: KnownSession = {
  refreshTokenHash: hash('current'),
  previousTokenHash: hash('parent'),
  rotatedAt: at(-5),
  expiresAt: at(3600),
  endsAt: at(7200),
  revokedAt: null,
};

const table: [string, Partial<KnownSession>, string, RefreshDecision][] = [
  ['the current token', {}, 'current', 'rotate'],
  ['the current token long after the last rotation', { rotatedAt: at(-86_400) }, 'current', 'rotate'],
  ['the first token of a session', { previousTokenHash: null }, 'current', 'rotate'],
  ['the parent within the grace', {}, 'parent', 'repeat'],
  ['the parent at the end of the grace', { rotatedAt: at(-10) }, 'parent', 'repeat'],
  ['the parent after the grace', { rotatedAt: at(-10.001) }, 'parent', 'reuse'],
  ['the grandparent, even within the grace', {}, 'grandparent', 'reuse'],
  [
    'the parent from before tokens were sealed',
    { rotatedAt: at(-11), previousTokenHash: hash('unsealed') },
    'unsealed',
    'reuse',
  ],
  ['a token that never was', {}, 'invented', 'unknown'],
  ['a token that never was, in a session of one token', { previousTokenHash: null }, 'invented', 'unknown'],
  ['a token that never was, in a session that has ended', { expiresAt: at(-1) }, 'invented', 'ended'],
  ['the current token at the idle end', { expiresAt: now }, 'current', 'ended'],
  ['the current token a moment before the idle end', { expiresAt: at(0.001) }, 'current', 'rotate'],
  ['the current token at the absolute end', { endsAt: now }, 'current', 'ended'],
  ['the current token of a revoked session', { revokedAt: at(-1) }, 'current', 'ended'],
  ['the parent within the grace of a revoked session', { revokedAt: at(-1) }, 'parent', 'ended'],
  ['the grandparent in a session that has ended', { expiresAt: at(-1) }, 'grandparent', 'ended'],
];

const NEVER_GIVEN_OUT = ['invented', 'unsealed'];

describe('decideRefresh', () => {
  it.each(table)('of %s', (_name, known, token, decision) => {
    const shown = { hash: hash(token), wasGivenOut: !NEVER_GIVEN_OUT.includes(token) };
    expect(decideRefresh({ ...session, ...known }, shown, GRACE_MS, now)).toBe(decision);
  });
});
