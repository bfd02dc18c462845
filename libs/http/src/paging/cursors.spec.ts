import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newPrivateKey } from '#config';
import { testConfig } from '#testing';
import { InvalidInput } from '../problems/common-errors.js';
import { Cursors } from './cursors.js';

const cursors = new Cursors(testConfig('postgres://localhost/none'));

function withKeys(keys: string): Cursors {
  return new Cursors(testConfig('postgres://localhost/none', { JWT_PRIVATE_KEYS: keys }));
}

function refusalOf(list: string, cursor: string): unknown {
  try {
    return cursors.read(list, cursor);
  } catch (error) {
    return error instanceof InvalidInput ? error.details.errors?.[0]?.pointer : error;
  }
}

describe('a cursor', () => {
  it('gives back the keys that it was made of', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ noUnicodeString: false }), (list, keys) => {
        const plain = JSON.parse(JSON.stringify(keys)) as typeof keys;
        expect(cursors.read(list, cursors.write(list, plain as string))).toEqual(plain);
      }),
    );
  });

  it('is text that a URL takes as it is', () => {
    expect(cursors.write('bookings', { createdAt: '2027-01-01', id: 'ü' })).toMatch(/^[\w-]+$/);
  });

  it('is taken by a process to whose keys a new first one has come', () => {
    const old = newPrivateKey();
    const cursor = withKeys(old).write('bookings', { id: 1 });
    expect(withKeys(newPrivateKey() + old).read('bookings', cursor)).toEqual({ id: 1 });
  });

  it('is refused by another list, and by an installation with another key', () => {
    const cursor = cursors.write('bookings', { id: 1 });
    expect(refusalOf('reviews', cursor)).toBe('/cursor');
    expect(() => withKeys(newPrivateKey()).read('bookings', cursor)).toThrow(InvalidInput);
  });

  it('is refused when a single character of it is another, is missing, or is too many', () => {
    const cursor = cursors.write('bookings', { id: 12, createdAt: '2027-03-01T12:00:00Z' });
    for (let place = 0; place < cursor.length; place += 1) {
      for (const other of ['A', 'B', '-', '_', '9', '=', ' ', '']) {
        const tampered = cursor.slice(0, place) + other + cursor.slice(place + 1);
        if (tampered !== cursor) expect(refusalOf('bookings', tampered)).toBe('/cursor');
      }
      expect(refusalOf('bookings', cursor.slice(0, place))).toBe('/cursor');
    }
    expect(refusalOf('bookings', `${cursor}A`)).toBe('/cursor');
  });

  it('is refused whatever else it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(refusalOf('bookings', text)).toBe('/cursor')),
    );
  });
});

describe('a page', () => {
  it('has a next cursor exactly when there is one row more than the limit', () => {
    const page = cursors.page('numbers', [1, 2, 3], 2, (row) => row);
    expect(page.data).toEqual([1, 2]);
    expect(cursors.read('numbers', page.nextCursor ?? undefined)).toBe(2);
    expect(cursors.page('numbers', [1, 2], 2, (row) => row)).toEqual({ data: [1, 2], nextCursor: null });
    expect(cursors.page('numbers', [], 2, (row: number) => row)).toEqual({ data: [], nextCursor: null });
  });
});
