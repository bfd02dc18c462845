// Runs a program in our place: its signals, its output, its exit code.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const ORPHAN_CHECK_MS = 200;

/**
 * Runs `program` until it ends, passes on the signals that we get, and ends with its code.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, linked?: boolean }} options linked: the program can tell that we were killed, by its IPC channel
 */
export function runInOurPlace(program, args, { cwd, linked = false }) {
  const stdio = linked ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
  const child = spawn(program, args, { cwd, stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  stopWithNpm(child);
  child.on('error', (error) => {
    process.stderr.write(`${program} cannot be run: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

/** npm runs us through a shell that dies of a signal without telling us: then our parent changes. */
function stopWithNpm(child) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    const check = setInterval(() => {
      if (process.ppid !== parent) {
        clearInterval(check);
        child.kill('SIGTERM');
      }
    }, ORPHAN_CHECK_MS);
    check.unref();
  }
}
