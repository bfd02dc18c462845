// npm test: installs and builds what is missing, then runs every test (or those whose path matches the arguments) with
// the project's own Node. Tests start the servers they need themselves; redis-server is fetched where it is missing.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runInOurPlace } from './child.mjs';
import { nodeProgram, orExit, prepare, PrepareError, ROOT } from './prepare.mjs';

orExit(() => prepare());
if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) {
  orExit(() => installRedis());
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

function installRedis() {
  process.stderr.write('Installing redis-server, which the tests of jobs need\n');
  // Who is not root may be let by sudo, as CI's machines do; it must not stop to ask for a password.
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
    const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    if (spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
      throw new PrepareError('redis-server is missing, and apt-get could not install it: install it, and try again.');
    }
  }
}
