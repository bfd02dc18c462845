import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where all that applications of this run say is kept until its end. */
export const logFolder = (runFolder: string): string => join(runFolder, 'logs');

/** The level of warnings, as Pino writes it. */
const WARNING = 40;

/** All that one application's processes say: their stderr goes straight into a file, which holds nobody up. */
export class Log {
  #stdout = '';

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async open(): Promise<Log> {
    const folder = logFolder(tmpdir());
    await mkdir(folder, { recursive: true });
    const path = join(folder, randomUUID());
    // Of several processes, each adds to the end.
    return new Log(path, await open(path, 'a'));
  }

  /** The file descriptor that a process is to have for its stderr. */
  get stderr(): number {
    return this.file.fd;
  }

  /** Adds what came on stdout. */
  add(text: string): void {
    this.#stdout += text;
  }

  async read(): Promise<string> {
    return `${this.#stdout}\n${await readFile(this.path, 'utf8')}`;
  }

  /** Nothing more is said. @param shown whether what was on stderr is shown to who runs the tests: warnings, and worse */
  async close({ shown }: { shown: boolean }): Promise<void> {
    await this.file.close();
    const said = await readFile(this.path, 'utf8');
    const warnings = said.split('\n').filter(isWarning);
    if (shown && warnings.length > 0) process.stderr.write(`${warnings.join('\n')}\n`);
    await appendFile(this.path, `\n${this.#stdout}`);
  }
}

/** Whether a line is of the level of warnings at least; what is no JSON was not said by our logger, and is not expected. */
function isWarning(line: string): boolean {
  const level = /^\{"level":(\d+),/.exec(line)?.[1];
  return level === undefined ? line.trim() !== '' : Number(level) >= WARNING;
}
