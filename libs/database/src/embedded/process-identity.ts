import { readFile } from 'node:fs/promises';
import { errorCode } from '#config';

/**
 * Names a running process so that it cannot be mistaken for a later one with the same number: `pid` or, where /proc says
 * when it began, `pid-startTicks`.
 */
export async function identityOf(pid: number): Promise<string> {
  const began = await startTicks(pid);
  return began === undefined ? String(pid) : `${pid}-${began}`;
}

/** Whether the process named by `identityOf` still runs. A zombie does not. */
export async function isRunning(identity: string): Promise<boolean> {
  const pid = Number(identity.split('-')[0]);
  return isAlive(pid) && (await identityOf(pid)) === identity;
}

/** Whether any process has this number. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); undefined without /proc, and `zombie` for one that only waits to be reaped. */
async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The second field is the command in parentheses and may itself hold spaces and parentheses.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === 'Z' ? 'zombie' : fields[18];
}
