import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('../../../scripts/prepare.mjs', import.meta.url));
/** Stands where the builder does: makes a .js of every .ts, or fails like a compiler. */
const BUILDER = `
  const { appendFileSync, cpSync, globSync, mkdirSync, readFileSync } = require('node:fs');
  appendFileSync('builds.log', 'built\\n');
  for (const file of globSync('apps/**/*.ts')) {
    if (readFileSync(file, 'utf8').includes('wrong')) { console.log(file + ': error TS1: wrong'); process.exit(1); }
    cpSync(file, 'dist/' + file.replace(/ts$/, 'js'), { recursive: true });
  }
`;
const LOCK = {
  packages: {
    '': {},
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
  },
};

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'roost-prepare-'));
  await write('package.json', '{}');
  await write('package-lock.json', JSON.stringify(LOCK));
  await write(
    'node_modules/.package-lock.json',
    JSON.stringify({ packages: { 'node_modules/zod': { version: '4.0.0' } } }),
  );
  await write('node_modules/@nestjs/cli/bin/nest.js', BUILDER);
  await write('apps/api/main.ts', 'export {};');
  await write('scripts/prepare.mjs', '');
  await copyFile(SCRIPT, join(root, 'scripts/prepare.mjs'));
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function prepare(): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts/prepare.mjs')], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

async function builds(): Promise<number> {
  return (await readFile(join(root, 'builds.log'), 'utf8')).trim().split('\n').length;
}

describe('scripts/prepare.mjs', () => {
  it('builds once, and says and does nothing when nothing has changed', async () => {
    expect(await prepare()).toEqual({ code: 0, output: 'Building …\n' });
    expect(await prepare()).toEqual({ code: 0, output: '' });
    expect(await builds()).toBe(1);
  });

  it('builds again when a source has changed, and removes what no source stands behind', async () => {
    await write('apps/api/old.ts', 'export {};');
    await prepare();
    await rm(join(root, 'apps/api/old.ts'));
    await utimes(join(root, 'apps/api/main.ts'), 1, 1);
    await prepare();
    expect(await builds()).toBe(2);
    expect(await readdir(join(root, 'dist/apps/api'))).toEqual(['main.js']);
  });

  it('shows what the compiler said, and fails, every time until it is mended', async () => {
    await write('apps/api/main.ts', 'wrong');
    const failure = { code: 1, output: expect.stringMatching(/error TS1: wrong\nThe sources could not be built\.\n$/) };
    expect(await prepare()).toEqual(failure);
    expect(await prepare()).toEqual(failure);
    await write('apps/api/main.ts', 'right');
    expect((await prepare()).code).toBe(0);
  });

  it('lets one of two that start at once build, and the other wait', async () => {
    const both = await Promise.all([prepare(), prepare()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await builds()).toBe(1);
  });
});
