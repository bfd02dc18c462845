import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Storage } from './storage.js';

let folder: string;
let storage: Storage;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roost-storage-'));
  storage = await started(folder);
});
afterEach(() => rm(folder, { recursive: true }));

async function started(where: string): Promise<Storage> {
  const made = new Storage({ storage: { folder: where } });
  await made.onModuleInit();
  return made;
}

async function textOf(name: string): Promise<string | undefined> {
  const stream = await storage.open(name);
  return stream && (await buffer(stream)).toString();
}

const drafts = () => readdir(join(folder, '.drafts'));

/** Gives a part of what it promised, and fails. */
async function* broken() {
  yield Buffer.from('half of ');
  await Promise.resolve();
  throw new Error('the line went dead');
}

describe('Storage', () => {
  it('gives back what was put, from a buffer or a stream', async () => {
    await storage.put('photos/a.webp', Buffer.from('a picture'));
    await storage.put('exports/b.zip', Readable.from([Buffer.from('all '), Buffer.from('of it')]));
    expect([await textOf('photos/a.webp'), await textOf('exports/b.zip')]).toEqual(['a picture', 'all of it']);
    expect(await drafts()).toEqual([]);
    expect(await readFile(join(folder, 'photos', 'a.webp'), 'utf8')).toBe('a picture');
  });

  it('has nothing of a name that was never put', async () => {
    expect(await storage.open('photos/a.webp')).toBeUndefined();
  });

  it('puts a file in the place of another, which whoever reads it still has whole', async () => {
    await storage.put('photos/a.webp', Buffer.from('before'));
    const reading = await storage.open('photos/a.webp');
    await storage.put('photos/a.webp', Buffer.from('after'));
    expect(reading && (await buffer(reading)).toString()).toBe('before');
    expect(await textOf('photos/a.webp')).toBe('after');
  });

  it('keeps one of those that come at once, whole', async () => {
    const contents = Array.from({ length: 10 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(contents.map((content) => storage.put('photos/a.webp', Buffer.from(content))));
    expect(contents).toContain(await textOf('photos/a.webp'));
    expect(await readdir(join(folder, 'photos'))).toEqual(['a.webp']);
  });

  it('removes a file, and does not mind that it is gone', async () => {
    await storage.put('photos/a.webp', Buffer.from('a picture'));
    await storage.remove('photos/a.webp');
    await storage.remove('photos/a.webp');
    await storage.remove('never/there.zip');
    expect(await storage.open('photos/a.webp')).toBeUndefined();
  });

  it('leaves nothing of a stream that fails midway', async () => {
    await expect(storage.put('exports/b.zip', Readable.from(broken()))).rejects.toThrow('the line went dead');
    expect(await storage.open('exports/b.zip')).toBeUndefined();
    expect(await drafts()).toEqual([]);
  });

  it('leaves what was there when the stream that should replace it ends before its end', async () => {
    await storage.put('exports/b.zip', Buffer.from('whole'));
    const stream = new PassThrough();
    const putting = storage.put('exports/b.zip', stream);
    stream.write('half');
    setImmediate(() => stream.destroy());
    await expect(putting).rejects.toThrow(/premature/i);
    expect(await textOf('exports/b.zip')).toBe('whole');
    expect(await drafts()).toEqual([]);
  });

  it('leaves no draft, and no stream open, where a file cannot have its name', async () => {
    await mkdir(join(folder, 'exports', 'b.zip'), { recursive: true });
    const stream = Readable.from(['content']);
    await expect(storage.put('exports/b.zip', stream)).rejects.toThrow(/EISDIR|ENOTEMPTY/);
    expect(stream.destroyed).toBe(true);
    expect(await drafts()).toEqual([]);
  });

  it.each(['../a.webp', 'photos/../../a.webp', '/etc/passwd', '.drafts/a.webp'])(
    'has no file named %s',
    async (name) => {
      await expect(storage.put(name, Buffer.from('x'))).rejects.toThrow(RangeError);
      await expect(storage.open(name)).rejects.toThrow(RangeError);
      await expect(storage.remove(name)).rejects.toThrow(RangeError);
    },
  );

  it('forgets as it starts what a process was writing that has long ended, and nothing else', async () => {
    const old = join(folder, '.drafts', 'old');
    await writeFile(old, 'half');
    await writeFile(join(folder, '.drafts', 'new'), 'half');
    await utimes(old, new Date(0), new Date(0));
    await storage.put('photos/a.webp', Buffer.from('a picture'));
    await utimes(join(folder, 'photos', 'a.webp'), new Date(0), new Date(0));
    await started(folder);
    expect(await drafts()).toEqual(['new']);
    expect(await textOf('photos/a.webp')).toBe('a picture');
  });

  it('makes its folder with those above it', async () => {
    await started(join(folder, 'a', 'b'));
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['.drafts']);
  });

  it('says in one line as it starts that its folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(started(join(folder, 'file', 'storage'))).rejects.toThrow(
      /^STORAGE_URL .+\/file\/storage cannot be written \(ENOTDIR\): choose another folder, such as STORAGE_URL=file:/,
    );
  });
});
