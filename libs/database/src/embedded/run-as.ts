import { execFile } from 'node:child_process';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '#config';

const run = promisify(execFile);

/** An account of this machine. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** How a program is started: for a child process's command, arguments and options. */
export interface Invocation {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * The account that PostgreSQL has to run under, because it refuses root: undefined when we are not root. The owner of an
 * existing database comes first, then `postgres` – made when it is missing – then `nobody`.
 */
export async function accountForDatabase(dataFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const owner = await stat(dataFolder).catch(() => undefined);
  if (owner && owner.uid !== 0) {
    return { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  }
  const account = (await findAccount('postgres')) ?? (await makeAccount('postgres')) ?? (await findAccount('nobody'));
  if (!account) {
    throw new StartupError(
      'PostgreSQL refuses to run as root, and no user named postgres could be made: use another user',
    );
  }
  return account;
}

/**
 * Starts `command` as `account`. Where the account may not enter a folder on the way to one of `paths` – a project under
 * /root, say – util-linux's setpriv leaves it the one capability that it needs.
 * @throws StartupError when that is needed and not to be had
 */
export async function invocationAs(
  account: Account | undefined,
  command: string,
  args: string[],
  paths: string[],
): Promise<Invocation> {
  if (!account) {
    return { command, args };
  }
  const closed = await firstClosedFolder(account, [command, ...paths]);
  if (closed === undefined) {
    return { command, args, uid: account.uid, gid: account.gid };
  }
  const setpriv = ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  const capability = ['--inh-caps', '-all,+dac_override', '--ambient-caps', '-all,+dac_override'];
  if (!(await works('setpriv', [...setpriv, ...capability, 'true']))) {
    throw new StartupError(
      `PostgreSQL runs as the user ${account.name}, who may not enter ${closed}: move the project and DATA_DIR elsewhere, or set DATABASE_URL`,
    );
  }
  return { command: 'setpriv', args: [...setpriv, ...capability, command, ...args] };
}

async function findAccount(name: string): Promise<Account | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

/** useradd is shadow's, adduser -S is BusyBox's. */
async function makeAccount(name: string): Promise<Account | undefined> {
  const made =
    (await works('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name])) ||
    (await works('adduser', ['-S', '-D', '-H', '-s', '/bin/false', name]));
  return made ? findAccount(name) : undefined;
}

async function firstClosedFolder(account: Account, paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(await realpath(path)); ; folder = dirname(folder)) {
      const { mode, uid, gid } = await stat(folder);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) {
        return folder;
      }
      if (folder === dirname(folder)) {
        break;
      }
    }
  }
  return undefined;
}

async function works(command: string, args: string[]): Promise<boolean> {
  try {
    await run(command, args);
    return true;
  } catch {
    return false;
  }
}
