import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, StartupError } from '#config';
import { copyOf } from '../reading/fields.js';

/** Something of a file that could not be taken. */
export interface Reject {
  file: string;
  /** number of the record in its file, the header being row 1 */
  row: number;
  reason: string;
  value: string;
  /** whether only this value of the row is lost, and the rest was taken */
  restTaken?: boolean;
}

const HEADER = 'file,row,reason,value,rest_taken\n';
const LONGEST_VALUE = 200;
const FLUSH_CHARACTERS = 1_000_000;

/** The list of what could not be taken: every one of them, as CSV, on the disk as it grows. */
export class Rejects {
  #waiting: string[] = [HEADER];
  #characters = 0;
  readonly #counts = new Map<string, { file: string; reason: string; restTaken: boolean; count: number }>();

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws StartupError when the file cannot be written */
  static async create(path: string): Promise<Rejects> {
    try {
      await mkdir(dirname(path), { recursive: true });
      return new Rejects(path, await open(path, 'w'));
    } catch (error) {
      throw new StartupError(`The rejects file ${path} cannot be written (${errorCode(error) ?? String(error)})`);
    }
  }

  /** Writes one down; call `flush` from time to time. */
  add({ file, row, reason, value, restTaken = false }: Reject): void {
    const line = `${file},${row},${reason},${csvField(value)},${restTaken}\n`;
    this.#waiting.push(line);
    this.#characters += line.length;
    const key = `${file} ${reason}`;
    const counted = this.#counts.get(key) ?? { file, reason, restTaken, count: 0 };
    this.#counts.set(key, { ...counted, count: counted.count + 1 });
  }

  /** Writes one down, and flushes when it has to be. */
  take(reject: Reject): Promise<void> | undefined {
    this.add(reject);
    return this.isFull ? this.flush() : undefined;
  }

  /** Whether so much is waiting that it should be flushed. */
  get isFull(): boolean {
    return this.#characters > FLUSH_CHARACTERS;
  }

  /** How many, by file and reason. */
  get counts(): { file: string; reason: string; restTaken: boolean; count: number }[] {
    return [...this.#counts.values()];
  }

  async flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#characters = 0;
    await this.handle.appendFile(text);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.handle.close();
  }
}

/** A field of CSV (RFC 4180). One that a spreadsheet would take for a formula is given as text. */
function csvField(value: string): string {
  const short = value.length > LONGEST_VALUE ? `${copyOf(value.slice(0, LONGEST_VALUE))}…` : value;
  const harmless = /^(?:[=+@\t\r]|-(?!\d))/.test(short) ? `'${short}` : short;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
