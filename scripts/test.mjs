// npm test: installs and builds what is missing, then runs every test (or those whose path matches the arguments) with
// the project's own Node. Tests start the servers they need themselves; redis-server is fetched where it is missing.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runInOurPlace } from './child.mjs';
import { installPackages } from './packages.mjs';
import { nodeProgram, orExit, prepare, ROOT } from './prepare.mjs';

orExit(() => prepare());
if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) {
  orExit(() => installPackages('redis-server', 'the tests of jobs'));
}
runInOurPlace(
  orExit(() => nodeProgram()),
  [
    '--experimental-vm-modules',
    '--no-warnings',
    resolve(ROOT, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { cwd: ROOT },
);
