// npm start: installs and builds what is missing, then runs the application.
import { join } from 'node:path';
import { runInOurPlace } from './child.mjs';
import { nodeProgram, orExit, prepare, ROOT } from './prepare.mjs';

orExit(() => prepare());
const main = join(ROOT, 'dist', 'apps', 'api', 'src', 'main.js');
runInOurPlace(
  orExit(() => nodeProgram()),
  [main, ...process.argv.slice(2)],
  { cwd: ROOT, linked: true },
);
