import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeRunFolder, removeOldRunFolders } from './run-folder.js';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'roost-runs-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

async function folder(name: string, ageHours: number): Promise<void> {
  const path = join(parent, name);
  await mkdir(path);
  await writeFile(join(path, 'something'), '');
  const then = new Date(Date.now() - ageHours * 3_600_000);
  await utimes(path, then, then);
}

describe('the folder of a run of the tests', () => {
  it('is removed by a later run when the run was killed, and only then', async () => {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    await folder(`roost-test-${gone}-killed`, 25);
    await folder(`roost-test-${gone}-recent`, 23);
    await folder(`roost-test-${process.pid}-running`, 25);
    await folder(`roost-test-${gone}`, 25);
    await folder('roost-data', 25);
    const own = await makeRunFolder(parent);
    await removeOldRunFolders(parent);
    const left = ['roost-data', `roost-test-${gone}`, `roost-test-${gone}-recent`, `roost-test-${process.pid}-running`];
    expect((await readdir(parent)).map((name) => join(parent, name)).sort()).toEqual(
      [...left.map((name) => join(parent, name)), own].sort(),
    );
  });

  it('is where the tests put everything down', () => {
    expect(tmpdir()).toMatch(/roost-test-\d+-\w+$/);
  });
});
