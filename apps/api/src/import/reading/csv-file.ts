import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { errorCode, StartupError } from '#config';
import { Utf8Check } from './utf8.js';

/** What is done with each record; `row` is its number in the file, the header being row 1. `enough` ends the reading. */
export type TakeRecord = (fields: readonly string[], row: number) => Promise<void> | 'enough' | undefined;

type Refusal = [reason: 'wrong_number_of_columns' | 'bad_encoding', value: string];

/** What is done with a record that cannot be one. */
export type RefuseRecord = (row: number, ...refusal: Refusal) => Promise<void> | undefined;

/** The longest record; a file beyond it has a quote that is never closed. Real ones are below 50 KB. */
const LONGEST_RECORD_BYTES = 4_000_000;
const GZIP = [0x1f, 0x8b];

const ROWS_BETWEEN_BYTES = 1000;

/** The file `<name>.csv.gz`, or else `<name>.csv`, of a folder; gzipped or not is seen by its first bytes, not its name. */
export async function findCsv(dir: string, name: string): Promise<CsvFile | undefined> {
  for (const file of [`${name}.csv.gz`, `${name}.csv`]) {
    const size = await stat(join(dir, file)).then(
      (found) => (found.isFile() ? found.size : undefined),
      () => undefined,
    );
    if (size !== undefined) return new CsvFile(join(dir, file), file, size);
  }
  return undefined;
}

/** A CSV file that is read as a stream, once or more. */
export class CsvFile {
  constructor(
    readonly path: string,
    /** as it is named in its folder */
    readonly name: string,
    /** bytes on the disk */
    readonly size: number,
  ) {}

  /**
   * Reads all records, one after the other: `begin` is given the columns, and gives what takes the records. Goes on after
   * a record that has not as many fields as the header, or is no UTF-8. `onBytes` hears how much of the file has been read.
   * @throws StartupError when the file lacks one of the columns `needed`, is damaged, or is no CSV
   */
  async read(
    needed: readonly string[],
    begin: (columns: Columns) => TakeRecord,
    refuse: RefuseRecord,
    onBytes: (bytes: number) => void = () => undefined,
  ): Promise<void> {
    const source = createReadStream(this.path, { highWaterMark: 256 * 1024 });
    const check = new Utf8Check();
    const records = await this.#records(source, check);
    let take: TakeRecord | undefined;
    let width = 0;
    let row = 0;
    try {
      for await (const fields of records as AsyncIterable<string[]>) {
        row += 1;
        if (row % ROWS_BETWEEN_BYTES === 0) onBytes(source.bytesRead);
        if (take === undefined) {
          take = begin(new Columns(this.name, fields, needed));
          width = fields.length;
        } else {
          const refusal = refusalOf(fields, width, check);
          const answer = refusal ? refuse(row, ...refusal) : take(fields, row);
          if (answer === 'enough') return;
          if (answer !== undefined) await answer;
        }
      }
    } catch (error) {
      throw this.#inWords(error, row);
    }
    if (take === undefined) throw new StartupError(`${this.name} is empty: it has no header`);
  }

  async #records(source: Readable, check: Utf8Check): Promise<Readable> {
    // A quote within a field is taken as it is; one that is never closed ends the reading, as nobody knows what it took in.
    const parser = parse({
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD_BYTES,
    });
    // Errors of any of them end the parser with that error, which its reader meets.
    const ended = () => undefined;
    return (await this.#isGzipped())
      ? pipeline(source, createGunzip(), check, parser, ended)
      : pipeline(source, check, parser, ended);
  }

  async #isGzipped(): Promise<boolean> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.path);
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return buffer[0] === GZIP[0] && buffer[1] === GZIP[1];
    } finally {
      await file?.close();
    }
  }

  #inWords(error: unknown, row: number): unknown {
    if (error instanceof CsvError) {
      return new StartupError(`${this.name} cannot be read from row ${Number(error.records) + 1} on: ${error.message}`);
    }
    if (errorCode(error)?.startsWith('Z_')) {
      return new StartupError(`${this.name} is damaged or cut off after row ${row}; take it from its source again`);
    }
    return error;
  }
}

function refusalOf(fields: readonly string[], width: number, check: Utf8Check): Refusal | undefined {
  if (fields.length !== width) return ['wrong_number_of_columns', String(fields.length)];
  const damaged = check.damageIn(fields);
  return damaged === undefined ? undefined : ['bad_encoding', damaged];
}

/** Where the columns of a file are, by name: snapshots of different years have different ones. */
export class Columns {
  readonly #positions: ReadonlyMap<string, number>;

  constructor(file: string, header: readonly string[], needed: readonly string[]) {
    this.#positions = new Map(header.map((name, position) => [name.trim(), position]));
    const missing = needed.filter((name) => !this.#positions.has(name));
    if (missing.length > 0) {
      throw new StartupError(
        `${file} lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}: is it the detailed file of Inside Airbnb?`,
      );
    }
  }

  /** The position of a column; −1, which no record has, when there is none. */
  at(name: string): number {
    return this.#positions.get(name) ?? -1;
  }
}
