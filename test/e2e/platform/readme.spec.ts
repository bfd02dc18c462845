import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '#testing';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const run = promisify(execFile);

describe('the README', () => {
  let app: TestApp;
  let readme: string;

  beforeAll(async () => {
    readme = await readFile(`${ROOT}README.md`, 'utf8');
    app = await TestApp.start({ NODE_ENV: 'development' });
  });

  afterAll(() => app.stop());

  // The second time on a clock that the first has moved.
  it.each(['once', 'and again'])('lets a person live through a stay by pasting its lines: %s', async () => {
    const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, lines]) => lines ?? '');
    const script = blocks.slice(1).join('\n').replace('http://localhost:3000', app.url);
    expect(script).toContain('/v1/bookings');
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script]);
    expect(stdout).toContain('succeeded');
    expect(stdout).toContain('Slept like a bird.');
  });

  it.each([
    ['check:invariants', [], 'holds  I10'],
    ['check:audit', [], 'head:'],
    ['migrate', [], ''],
    ['import', ['data/albany', '--shift', '--city', 'Albany', '--region', 'New York', '--country', 'US'], 'reviews'],
  ])('names a command that works: npm run %s', async (command, words, output) => {
    const { scripts } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    const program = /^node scripts\/run\.mjs (\S+)$/.exec(scripts[command] ?? '')?.[1] ?? '';
    expect(readme).toContain(`npm run ${command}`);
    const env = { PATH: process.env.PATH, DATABASE_URL: app.database.url, DATA_DIR: app.dataDir };
    const { stdout } = await run(process.execPath, [program, ...words], { cwd: ROOT, env });
    expect(stdout).toContain(output);
  });
});
