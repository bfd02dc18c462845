// Makes the project ready to run: the locked dependencies, and a build of the present sources. Needs Node 20 alone, and
// does nothing, quickly, when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const SOURCES = ['apps', 'libs', 'test', 'tsconfig.json', 'nest-cli.json', 'package.json'];
const OLDEST_NODE = 22;
const LOCK_RETRY_MS = 100;
const LOCK_WRITING_MS = 2000;

/** Why the project cannot be made ready, for the person who started it. */
export class PrepareError extends Error {}

/** Installs and builds what is missing or has changed. @throws PrepareError */
export function prepare(root = ROOT) {
  if (isReady(root)) {
    return;
  }
  withLock(root, () => {
    if (!isInstalled(root)) {
      install(root);
    }
    if (!isBuilt(root)) {
      build(root);
    }
  });
}

/** The Node that the project pins, else our own when it is new enough. @throws PrepareError */
export function nodeProgram(root = ROOT) {
  const pinned = join(root, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(pinned)) {
    return pinned;
  }
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new PrepareError(
      `Node ${OLDEST_NODE} or newer is needed, and npm could not install it (this is ${process.version}).`,
    );
  }
  return process.execPath;
}

/** Runs `work`; what goes wrong is one line and exit code 1. */
export function orExit(work) {
  try {
    return work();
  } catch (error) {
    process.stderr.write(`${error instanceof PrepareError ? error.message : error.stack}\n`);
    process.exit(1);
  }
}

/** Whether node_modules holds what the lockfile names: by our own mark, else by what npm wrote down itself. */
export function isInstalled(root) {
  const mark = lockMark(root);
  const markFile = join(root, 'node_modules', '.roost-installed');
  if (readIfThere(markFile) === mark) {
    return true;
  }
  const installed = readIfThere(join(root, 'node_modules', '.package-lock.json'));
  if (!installed || !sameVersions(readFileSync(join(root, 'package-lock.json'), 'utf8'), installed)) {
    return false;
  }
  writeFileSync(markFile, mark);
  return true;
}

/** Whether dist was built from the sources as they are. */
export function isBuilt(root) {
  return readIfThere(join(root, 'dist', '.stamp')) === sourcesStamp(root);
}

/** Changes with the name, size or time of any source, and with the dependencies. */
export function sourcesStamp(root) {
  const hash = createHash('sha256').update(lockMark(root));
  for (const file of SOURCES.flatMap((source) => filesUnder(join(root, source))).sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Removes from dist what no source stands behind any more. */
export function removeOrphans(root) {
  for (const file of filesUnder(join(root, 'dist')).filter((path) => path.endsWith('.js'))) {
    const source = join(root, relative(join(root, 'dist'), file)).replace(/\.js$/, '.ts');
    if (!existsSync(source)) {
      rmSync(file);
      rmSync(`${file}.map`, { force: true });
    }
  }
}

function isReady(root) {
  return isInstalled(root) && isBuilt(root);
}

function install(root) {
  say('Installing the locked dependencies …');
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const flags = ['--include=dev', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'];
  run(program, [...first, 'ci', ...flags], root, 'The dependencies could not be installed');
  writeFileSync(join(root, 'node_modules', '.roost-installed'), lockMark(root));
}

function build(root) {
  say('Building …');
  const stamp = sourcesStamp(root);
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  // One TypeScript project holds all applications, so building one builds the others.
  run(nodeProgram(root), [nest, 'build', 'api'], root, 'The sources could not be built');
  removeOrphans(root);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', '.stamp'), stamp);
}

/** Shows the program's output only when it fails. */
function run(program, args, cwd, complaint) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) {
    throw new PrepareError(`${stdout ?? ''}${stderr ?? ''}${complaint}${error ? `: ${error.message}` : ''}.`);
  }
}

/** Two starts at the same moment must not install over each other: the second waits for the first. */
function withLock(root, work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `roost-prepare-${name}.lock`);
  while (!tryLock(file)) {
    if (holderIsGone(file)) {
      rmSync(file, { force: true });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
  }
  const unlock = () => rmSync(file, { force: true });
  process.once('exit', unlock);
  try {
    work();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}

function tryLock(file) {
  try {
    const handle = openSync(file, 'wx');
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** A lock without a number is just being written, unless it has been so for long. */
function holderIsGone(file) {
  const pid = Number(readIfThere(file) ?? 0);
  if (pid > 0) {
    return !isAlive(pid);
  }
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - written > LOCK_WRITING_MS;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Every installed version is the locked one; what may be absent on this platform may be absent. */
function sameVersions(lockText, installedText) {
  const locked = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  const names = Object.keys(locked).filter((name) => name.startsWith('node_modules/'));
  return names.every((name) => {
    const found = installed[name];
    return found
      ? found.version === locked[name].version
      : Boolean(locked[name].optional || locked[name].devOptional || locked[name].peer);
  });
}

function lockMark(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function filesUnder(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) {
    return entry ? [path] : [];
  }
  return readdirSync(path, { withFileTypes: true }).flatMap((child) =>
    child.isDirectory() ? filesUnder(join(path, child.name)) : [join(path, child.name)],
  );
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  orExit(() => prepare());
}
