import { describe, expect, it } from '@jest/globals';
import { isFileName } from './file-name.js';

describe('isFileName', () => {
  it.each(['photos/0193a0b2-7c3e-7d10-9f57-2b1f3c5d7e90.webp', 'exports/Ab_9.zip', 'a/b.c'])('takes %s', (name) => {
    expect(isFileName(name)).toBe(true);
  });

  it.each([
    '',
    'photos',
    'photos/',
    'photos/a',
    '/photos/a.webp',
    'photos/../a.webp',
    '../photos/a.webp',
    'photos/..webp',
    'photos/.a.webp',
    'photos/a.b.webp',
    'photos/a/b.webp',
    'photos\\a.webp',
    'photos/a.webp\n',
    'photos/a\0.webp',
    'photos/%2e%2e.webp',
    '.drafts/a.webp',
    `photos/${'a'.repeat(129)}.webp`,
  ])('refuses %p', (name) => {
    expect(isFileName(name)).toBe(false);
  });
});
