import { closeSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { join } from 'node:path';

const FILE = 'journal.jsonl';
const CHUNK_BYTES = 1 << 20;

/**
 * An append-only file of JSON lines, one line a request: a crash keeps all of what a request did, or nothing.
 * A line is handed to the system before the request is answered, which a `kill -9` of this process survives;
 * it is not forced to the disk, as nothing here has to survive a loss of power.
 */
export class Journal {
  private constructor(private readonly file: number) {}

  /**
   * Opens the journal of a folder, made when missing.
   * @param apply takes each line's value, oldest first; a torn last line (from a crash while writing) is passed over
   * @param compacted gives the lines that stand for the state after that; they replace the file
   * @throws Error when a line before the last cannot be read: the file was damaged by something else
   */
  static open(folder: string, apply: (line: unknown) => void, compacted: () => Iterable<unknown>): Journal {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, FILE);
    for (const line of readLines(path)) apply(line);
    const fresh = `${path}.new`;
    const file = openSync(fresh, 'w');
    for (const batch of batches(compacted())) writeAll(file, batch);
    renameSync(fresh, path);
    return new Journal(file);
  }

  append(line: unknown): void {
    writeAll(this.file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.file);
  }
}

function* readLines(path: string): Generator {
  let number = 0;
  let rest = '';
  for (const text of readChunks(path)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield parseLine(line, ++number, path);
  }
}

function* readChunks(path: string): Generator<string> {
  const file = openSync(path, 'a+');
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  try {
    for (let position = 0; ;) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, position);
      if (length === 0) return;
      position += length;
      yield decoder.write(chunk.subarray(0, length));
    }
  } finally {
    closeSync(file);
  }
}

function parseLine(line: string, number: number, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`Line ${number} of ${path} is damaged; move the file away to start empty`, { cause });
  }
}

function* batches(lines: Iterable<unknown>): Generator<string> {
  let batch = '';
  for (const line of lines) {
    batch += `${JSON.stringify(line)}\n`;
    if (batch.length < CHUNK_BYTES) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
