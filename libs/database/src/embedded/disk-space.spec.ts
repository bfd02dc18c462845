import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { assertDiskSpace } from './disk-space.js';

describe('the room for a new database', () => {
  it('is there where a few megabytes are free', async () => {
    await expect(assertDiskSpace(tmpdir(), 1)).resolves.toBeUndefined();
  });

  it('is missed in one line, before PostgreSQL ends in the middle of something', async () => {
    await expect(assertDiskSpace(tmpdir(), 2 ** 40)).rejects.toThrow(/^The disk is full: \S+ has \d+ MB left, [^\n]+$/);
  });

  it('is taken for granted where nothing is said of it', async () => {
    await expect(assertDiskSpace('/proc', 2 ** 40)).resolves.toBeUndefined();
  });
});
