import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, errorCode, prepareFolder, type AppConfig } from '#config';
import { isFileName } from './file-name.js';

/** Where files are written before they have their name. */
const DRAFTS = '.drafts';
/** A draft that is older has no writer any more. */
const DRAFT_MS = 86_400_000;

/**
 * Files by name, such as `photos/<id>.webp`: each is there whole or not at all, also after a power cut. They are kept in a
 * folder, which all processes share. What a file is about is for the database to say; see `isFileName` for names.
 */
@Injectable()
export class Storage implements OnModuleInit {
  readonly #folder: string;

  constructor(@Inject(CONFIG) { storage }: Pick<AppConfig, 'storage'>) {
    this.#folder = storage.folder;
  }

  /** @throws StartupError where the folder cannot be written */
  async onModuleInit(): Promise<void> {
    for (const folder of [this.#folder, join(this.#folder, DRAFTS)]) {
      await prepareFolder('STORAGE_URL', folder, 'STORAGE_URL=file:///var/lib/roost/storage');
    }
    await this.#removeOldDrafts();
  }

  /**
   * Keeps a file, in the place of one that had the name; it is on the disk when this returns.
   * @param content a stream that fails leaves nothing, and the file that had the name before
   */
  async put(name: string, content: Buffer | Readable): Promise<void> {
    const file = this.#path(name);
    const draft = join(this.#folder, DRAFTS, randomUUID());
    try {
      await writeFile(draft, content, { flag: 'wx', mode: 0o640, flush: true });
      await this.#makeFolder(dirname(file));
      await rename(draft, file);
      await flushFolder(dirname(file));
    } catch (error) {
      if (!Buffer.isBuffer(content)) content.destroy();
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** What a file holds, to be read to its end or destroyed; undefined where there is none. */
  async open(name: string): Promise<Readable | undefined> {
    const file = this.#path(name);
    try {
      return (await open(file, 'r')).createReadStream();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Removes a file, or finds that there is none. */
  async remove(name: string): Promise<void> {
    const file = this.#path(name);
    try {
      await rm(file);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw error;
    }
    await flushFolder(dirname(file));
  }

  #path(name: string): string {
    if (!isFileName(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a file`);
    return join(this.#folder, name);
  }

  async #makeFolder(folder: string): Promise<void> {
    if ((await mkdir(folder, { recursive: true })) !== undefined) await flushFolder(this.#folder);
  }

  /** What was being written as a process ended. Others may still write theirs. */
  async #removeOldDrafts(): Promise<void> {
    const folder = join(this.#folder, DRAFTS);
    for (const name of await readdir(folder)) {
      const draft = join(folder, name);
      const since = await stat(draft).catch(() => undefined);
      if (since && Date.now() - since.mtimeMs > DRAFT_MS) await rm(draft, { force: true });
    }
  }
}

/** A name is on the disk when its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
