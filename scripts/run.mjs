// node scripts/run.mjs PROGRAM [ARGUMENTS]: installs and builds what is missing, then runs a built program or one from
// node_modules with the project's own Node. For the npm scripts other than start.
import { resolve } from 'node:path';
import { runInOurPlace } from './child.mjs';
import { nodeProgram, orExit, prepare, ROOT } from './prepare.mjs';

const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  process.stderr.write('What to run? node scripts/run.mjs dist/….js [arguments]\n');
  process.exit(1);
}
orExit(() => prepare());
runInOurPlace(
  orExit(() => nodeProgram()),
  [resolve(ROOT, program), ...args],
  { cwd: ROOT },
);
