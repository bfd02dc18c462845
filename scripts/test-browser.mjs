// npm run test:browser: the tests that need a real browser, Debian's Chromium, which is fetched where it is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './packages.mjs';
import { orExit, ROOT } from './prepare.mjs';

if (!existsSync('/usr/bin/chromium')) orExit(() => installPackages('chromium', 'the tests in a browser'));
process.env.TESTS_IN_BROWSER = 'yes';
const npm = ['test', '--silent', '--', ...process.argv.slice(2)];
process.exitCode = spawnSync('npm', npm, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
