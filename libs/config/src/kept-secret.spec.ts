import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { prepareDataDir } from './data-dir.js';
import { keptPrivateKeys } from './kept-private-keys.js';
import { keptSecret } from './kept-secret.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roost-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('keptSecret', () => {
  it('gives the same secret to all who ask at once, and later', async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => keptSecret(folder, 'any')));
    expect(new Set([...secrets, await keptSecret(folder, 'any')]).size).toBe(1);
    expect(secrets[0]).toMatch(/^[\w-]{64}$/);
    expect(await readdir(join(folder, 'secrets'))).toEqual(['any']);
  });

  it('lets only its owner read it', async () => {
    await keptSecret(folder, 'stripe', () => 'sk_test_1');
    expect((await stat(join(folder, 'secrets', 'stripe'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
  });
});

describe('keptPrivateKeys', () => {
  it('are one key for all who ask at once, and later', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => keptPrivateKeys(folder)));
    keys.push(await keptPrivateKeys(folder));
    expect(new Set(keys.map(String)).size).toBe(1);
    expect(keys[0]).toEqual([expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/)]);
  });

  it('say in one line that their file has been spoilt', async () => {
    await keptPrivateKeys(folder);
    await writeFile(join(folder, 'secrets', 'jwt-private-keys'), 'not a key');
    await expect(keptPrivateKeys(folder)).rejects.toThrow(/jwt-private-keys holds no private keys any more: remove it/);
  });
});

describe('prepareDataDir', () => {
  it('makes the folder with its parents', async () => {
    await prepareDataDir(join(folder, 'a', 'b'));
    expect((await stat(join(folder, 'a', 'b'))).isDirectory()).toBe(true);
  });

  it('says in one line that it cannot be written', async () => {
    await expect(prepareDataDir('/dev/null/data')).rejects.toThrow(
      /^DATA_DIR \/dev\/null\/data cannot be written \(ENOTDIR\)/,
    );
  });
});
