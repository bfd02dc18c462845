import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { Database, sql } from '#database';
import { PersonalData } from '#personal-data';
import { Storage } from '#storage';

const PAGE_ROWS = 500;

/** One list, told by its holder. */
type Told = ReturnType<PersonalData['told']>[number];

/** Collects all that is known of somebody: a ZIP file with a list as JSON from each room that holds something. */
@Injectable()
export class Archive {
  constructor(
    private readonly database: Database,
    private readonly data: PersonalData,
    private readonly storage: Storage,
  ) {}

  /**
   * Writes the file: read page by page as it is written, so that it may be larger than memory.
   * @returns its length in bytes
   */
  async write(name: string, personId: string, now: Date): Promise<number> {
    const files = await this.#files(personId);
    const zip = new ZipFile();
    const counted = new Counted();
    const told = this.data.told();
    const lengths = new Map<string, number>();
    const parts: Readable[] = [];
    // The ZIP file only pipes what is added to it: a part that cannot be read has to end the whole.
    const fail = (error: Error) => counted.destroy(error);
    const add = (content: AsyncIterable<string | Buffer>, as: string) => {
      const part = Readable.from(content, { objectMode: false }).on('error', fail);
      parts.push(part);
      zip.addReadStream(part, as);
    };
    zip.on('error', fail);
    for (const list of told) {
      add(
        this.#textOf(list, personId, (rows) => lengths.set(list.file, rows)),
        `${list.file}.json`,
      );
    }
    for (const file of files) add(this.#contentOf(file), `files/${file}`);
    add(this.#manifest(told, lengths, personId, now), 'manifest.json');
    zip.end();
    try {
      await Promise.all([pipeline(zip.outputStream, counted), this.storage.put(name, counted)]);
    } finally {
      for (const part of parts) part.destroy();
    }
    return counted.bytes;
  }

  async *#textOf({ rows }: Told, personId: string, done: (rows: number) => void): AsyncGenerator<string> {
    let after: string | undefined;
    let count = 0;
    yield '[';
    for (;;) {
      const later = after === undefined ? sql`` : sql`WHERE told.id > ${after}`;
      const found = await this.database.rows(sql<{ id: string }>`
        SELECT *
        FROM (${rows(personId)}) told
        ${later}
        ORDER BY told.id
        LIMIT ${PAGE_ROWS}`);
      for (const row of found) {
        yield `${count === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`;
        count += 1;
      }
      const last = found.at(-1);
      if (found.length < PAGE_ROWS || !last) break;
      after = last.id;
    }
    yield count === 0 ? ']\n' : '\n]\n';
    done(count);
  }

  async *#manifest(
    told: readonly Told[],
    lengths: ReadonlyMap<string, number>,
    personId: string,
    now: Date,
  ): AsyncGenerator<string> {
    // It is the last file: by now the others have been written.
    await Promise.resolve();
    const files = told.map(({ file, says }) => ({ file: `${file}.json`, says, rows: lengths.get(file) ?? 0 }));
    const notIncluded = [...this.data.untold()].map(([what, why]) => ({ what, why }));
    yield JSON.stringify({ about: personId, madeAt: now, files, notIncluded }, null, 2) + '\n';
  }

  /** Names of files of theirs. */
  async #files(personId: string): Promise<string[]> {
    const selects = this.data.holders().flatMap(({ files }) => (files ? [files(personId)] : []));
    if (selects.length === 0) return [];
    const found = await this.database.rows(
      sql<{ name: string }>`SELECT name FROM (${sql.join(selects, sql` UNION ALL `)}) file ORDER BY name`,
    );
    return found.map(({ name }) => name);
  }

  /** Opened when it is its turn; of one that has gone since there is nothing. */
  async *#contentOf(name: string): AsyncGenerator<Buffer> {
    const stream = await this.storage.open(name);
    if (!stream) return;
    for await (const chunk of stream) yield Buffer.from(chunk as Buffer);
  }
}

/** Lets everything through, and counts how many bytes that were. */
class Counted extends Transform {
  bytes = 0;

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, chunk: Buffer) => void,
  ): void {
    this.bytes += chunk.length;
    done(null, chunk);
  }
}
