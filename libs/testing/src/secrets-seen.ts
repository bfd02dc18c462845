import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logFolder } from './log.js';

/** Fields whose value lets somebody in, or pays, wherever they are in what is sent and answered. */
const SECRET_FIELDS = new Set([
  ...['password', 'newPassword', 'currentPassword', 'token', 'accessToken', 'refreshToken', 'challengeToken'],
  ...['access_token', 'secret', 'clientSecret', 'client_secret', 'key', 'recoveryCode', 'recoveryCodes', 'code'],
]);

/** What a problem's `code` is: no secret of that name is so plain. */
const PROBLEM_CODE = /^[a-z]+(_[a-z]+)*$/;

/** What is shorter may be in a log by chance: codes of six digits, and words that tests have for wrong passwords. */
const LEAST_LENGTH = 16;
const DEEPEST = 8;

const secretsFolder = (runFolder: string): string => join(runFolder, 'secrets');

/** Secrets that came and went in the calls of a test; noted in the run's folder, for its end. */
export class SecretsSeen {
  readonly #secrets = new Set<string>();

  /** Looks through a request and its answer. */
  in({ sent, answered, cookies }: { sent: unknown; answered: unknown; cookies: readonly string[] }): void {
    this.#gather(sent, false, 0);
    this.#gather(answered, false, 0);
    for (const cookie of cookies) this.#gather(/=([^;]*)/.exec(cookie)?.[1], true, 0);
  }

  /** All of them. */
  get all(): readonly string[] {
    return [...this.#secrets];
  }

  /** Writes them down for the end of the run. */
  async note(runFolder = tmpdir()): Promise<void> {
    if (this.#secrets.size === 0) return;
    const folder = secretsFolder(runFolder);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${randomUUID()}.json`), JSON.stringify(this.all));
    this.#secrets.clear();
  }

  #gather(value: unknown, isSecret: boolean, depth: number): void {
    if (typeof value === 'string') {
      if (isSecret && value.length >= LEAST_LENGTH) this.#secrets.add(value);
    } else if (typeof value === 'object' && value !== null && depth < DEEPEST) {
      for (const [name, item] of Object.entries(value))
        this.#gather(item, isSecretField(name, item) || (isSecret && Array.isArray(value)), depth + 1);
    }
  }
}

function isSecretField(name: string, value: unknown): boolean {
  if (!SECRET_FIELDS.has(name)) return false;
  return !(name === 'code' && typeof value === 'string' && PROBLEM_CODE.test(value));
}

/**
 * Which of these secrets a log has, by what they begin with. A token is looked for as a word of the log; of one with dots,
 * which is a JWT, the signature is the secret. What has spaces is looked for as it is.
 */
export function leaksIn(log: string, secrets: Iterable<string>): string[] {
  const words = new Set(log.match(/[\w-]{16,}/g));
  const isThere = (secret: string): boolean => {
    const last = secret.split('.').at(-1) ?? secret;
    return /^[\w-]{16,}$/.test(last) ? words.has(last) : log.includes(secret);
  };
  return [...secrets].filter(isThere).map((secret) => `${secret.slice(0, 12)}…`);
}

/** What must be in no log of any run: the password of all tests, and the cards that they pay with. */
const ALWAYS = ['two owls in a hollow oak', '4242424242424242', '4000000000000002', '4000000000009995'];

/** What is in the logs of a run, and was a secret in one of its tests, each with the log that has it. */
export async function leaksOfRun(runFolder: string): Promise<string[]> {
  const textsIn = async (folder: string): Promise<string[]> => {
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  };
  const noted = (await textsIn(secretsFolder(runFolder))).flatMap((text) => JSON.parse(text) as string[]);
  const log = (await textsIn(logFolder(runFolder))).join('\n');
  return [...leaksIn(log, new Set(noted)), ...ALWAYS.filter((secret) => log.includes(secret))];
}
