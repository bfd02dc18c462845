import { Readable } from 'node:stream';
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
    const zip = new ZipFile();
    const counted = new Counted(zip.outputStream);
    const told = this.data.told();
    const lengths = new Map<string, number>();
    zip.on('error', (error: Error) => counted.stream.destroy(error));
    for (const list of told) {
      const text = this.#textOf(list, personId, (rows) => lengths.set(list.file, rows));
      zip.addReadStream(Readable.from(text, { objectMode: false }), `${list.file}.json`);
    }
    for (const file of await this.#files(personId)) zip.addReadStream(file.content, `files/${file.name}`);
    const manifest = Readable.from(this.#manifest(told, lengths, personId, now), { objectMode: false });
    zip.addReadStream(manifest, 'manifest.json');
    zip.end();
    await this.storage.put(name, counted.stream);
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

  /** Files of theirs, one stream each; one that has gone since is left out. */
  async #files(personId: string): Promise<{ name: string; content: Readable }[]> {
    const selects = this.data.holders().flatMap(({ files }) => (files ? [files(personId)] : []));
    if (selects.length === 0) return [];
    const found = await this.database.rows(
      sql<{ name: string }>`SELECT name FROM (${sql.join(selects, sql` UNION ALL `)}) file ORDER BY name`,
    );
    return found.map(({ name }) => ({ name, content: Readable.from(this.#contentOf(name), { objectMode: false }) }));
  }

  /** Opened when it is its turn. */
  async *#contentOf(name: string): AsyncGenerator<Buffer> {
    const stream = await this.storage.open(name);
    if (!stream) return;
    for await (const chunk of stream) yield Buffer.from(chunk as Buffer);
  }
}

/** What goes through it, and how many bytes that were. */
class Counted {
  readonly stream: Readable;
  bytes = 0;

  constructor(source: NodeJS.ReadableStream) {
    this.stream = Readable.from(this.#pass(source), { objectMode: false });
  }

  async *#pass(source: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.from(chunk);
      this.bytes += bytes.length;
      yield bytes;
    }
  }
}
