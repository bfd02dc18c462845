import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findCsv } from './csv-file.js';

let folder = '';
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roost-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** All that is to be had from a file of this content. */
async function read(content: string | Buffer, needed: string[] = [], extension = 'csv') {
  const name = `file${(made += 1)}`;
  await writeFile(join(folder, `${name}.${extension}`), content);
  const records: [number, readonly string[]][] = [];
  const refused: [number, string, string][] = [];
  const file = await findCsv(folder, name);
  await file?.read(
    needed,
    () => (fields, row) => {
      records.push([row, fields]);
      return undefined;
    },
    (row, reason, text) => {
      refused.push([row, reason, text]);
      return undefined;
    },
  );
  return { records, refused };
}

describe('CSV files', () => {
  it('counts rows with the header as the first, also where a field has lines of its own', async () => {
    const { records } = await read('\ufeffid,name\r\n1,"one, and\n""two"""\r\n\r\n2,three\r\n', ['id']);
    expect(records).toEqual([
      [2, ['1', 'one, and\n"two"']],
      [3, ['2', 'three']],
    ]);
  });

  it('reads gzipped files whatever their name', async () => {
    const { records } = await read(gzipSync('id\n1\n'), ['id'], 'csv');
    expect(records).toEqual([[2, ['1']]]);
    expect(await read('id\n1\n', ['id'], 'csv.gz')).toMatchObject({ records });
  });

  it('goes on after a record that has too few columns, and takes stray quotes as they are', async () => {
    const { records, refused } = await read('id,name\n1,5" TV\n2\n3,"b"c\n4,d\n');
    expect(records).toEqual([
      [2, ['1', '5" TV']],
      [4, ['3', '"b"c']],
      [5, ['4', 'd']],
    ]);
    expect(refused).toEqual([[3, 'wrong_number_of_columns', '1']]);
  });

  it('says which columns are missing', async () => {
    await expect(read('id,name\n', ['id', 'price', 'latitude'])).rejects.toThrow(
      /file\d+\.csv lacks the columns price, latitude/,
    );
  });

  it('says that a file is empty', async () => {
    await expect(read('')).rejects.toThrow('is empty');
  });

  it('says that a file has been cut off', async () => {
    const whole = gzipSync(`id\n${'1\n'.repeat(10_000)}`);
    await expect(read(whole.subarray(0, whole.length - 20))).rejects.toThrow('damaged or cut off');
  });

  it('says that a quote is never closed', async () => {
    await expect(read(`id,name\n1,"a\n${'2,b\n'.repeat(10)}`)).rejects.toThrow('cannot be read from row 2 on');
  });

  it('finds no file where there is none', async () => {
    expect(await findCsv(folder, 'none')).toBeUndefined();
  });
});
