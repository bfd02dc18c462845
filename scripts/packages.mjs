// Debian's packages that tests need, fetched where they are missing.
import { spawnSync } from 'node:child_process';
import { PrepareError } from './prepare.mjs';

/** Installs a package of Debian's. @param what needs it, in words */
export function installPackages(name, what) {
  process.stderr.write(`Installing ${name}, which ${what} need\n`);
  // Who is not root may be let by sudo, as CI's machines do; it must not stop to ask for a password.
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]]) {
    const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    if (spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) {
      throw new PrepareError(`${name} is missing, and apt-get could not install it: install it, and try again.`);
    }
  }
}
