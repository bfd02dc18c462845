import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { identityOf, isAlive, isRunning } from './process-identity.js';

const run = promisify(execFile);
const POLL_MS = 20;
const WATCH_MS = 500;

/** What a PostgreSQL server writes of itself into postmaster.pid. */
export interface Postmaster {
  identity: string;
  pid: number;
  port: number;
  /** It has said that it takes connections. */
  ready: boolean;
}

/**
 * The server that runs on this data folder. A file left by a crash counts for nothing, even if its number now belongs to
 * another program – which PostgreSQL itself cannot tell, and refuses to start.
 */
export async function runningPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const lines = await pidFile(dataFolder);
  const pid = Number(lines[0]);
  const identity = await identityOf(pid);
  if (!(await isRunning(identity)) || !(await commandLine(pid)).includes(dataFolder)) {
    return undefined;
  }
  return { identity, pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Removes the lock file of a server that is gone, if its number now belongs to another program. Otherwise PostgreSQL
 * deals with the file itself, and better: it also sees processes of the old server that still hold shared memory.
 */
export async function clearForeignLock(dataFolder: string): Promise<void> {
  const [pid] = await pidFile(dataFolder);
  if (isAlive(Number(pid)) && !(await runningPostmaster(dataFolder))) {
    await rm(join(dataFolder, 'postmaster.pid'), { force: true });
  }
}

/** Waits until the server takes connections; undefined when it went away or takes longer than `patienceMs`. */
export async function readyPostmaster(dataFolder: string, patienceMs: number): Promise<Postmaster | undefined> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const postmaster = await runningPostmaster(dataFolder);
    if (!postmaster || postmaster.ready) {
      return postmaster;
    }
    if (Date.now() > deadline) {
      return undefined;
    }
    await delay(POLL_MS);
  }
}

/** Resolves when the server has ended, however that came. Does not keep this process alive. */
export async function endOf({ identity }: Postmaster): Promise<void> {
  while (await isRunning(identity)) await delay(WATCH_MS, undefined, { ref: false });
}

/** Shuts the server down: its clients are cut off, what was committed is kept. Harder means follow after 5 s and 7 s. */
export async function stopPostmaster(dataFolder: string): Promise<void> {
  const postmaster = await runningPostmaster(dataFolder);
  if (!postmaster) {
    return;
  }
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 5000],
    ['SIGQUIT', 2000],
    ['SIGKILL', 1000],
  ];
  for (const [signal, patienceMs] of steps) {
    sendSignal(postmaster.pid, signal);
    if (await ended(postmaster.identity, patienceMs)) {
      return;
    }
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

async function ended(identity: string, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (await isRunning(identity)) {
    if (Date.now() > deadline) {
      return false;
    }
    await delay(POLL_MS);
  }
  return true;
}

/** Lines (miscadmin.h): 1 pid, 2 data folder, 3 start, 4 port, 5 socket folder, 6 address, 7 shared memory, 8 status. */
async function pidFile(dataFolder: string): Promise<string[]> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n');
}

async function commandLine(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (fromProc) {
    return fromProc;
  }
  const answer = await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return answer.stdout;
}
