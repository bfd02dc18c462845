import { describe, expect, it } from '@jest/globals';
import { Store } from './store.js';

const key = (id: string) => ({ id, path: '/', fingerprint: '', status: 200, body: '{}', requestId: 'req_1', at: 0 });

describe('a transaction', () => {
  it('keeps nothing of work that throws: new rows, changed rows and dropped rows are as before', () => {
    const store = new Store();
    store.transaction(() => ['a', 'b'].forEach((id) => store.keys.put(key(id))));
    const before = [...store.keys.all()];
    const work = () => {
      store.keys.put(key('c'));
      store.keys.put({ ...key('a'), status: 500 });
      store.keys.drop('b');
      store.keys.put(key('b'));
      throw new Error('half way');
    };
    expect(() => store.transaction(work)).toThrow('half way');
    expect([...store.keys.all()]).toEqual(before);
  });
});

describe('a page of a collection', () => {
  const store = new Store();
  store.transaction(() => ['a', 'b', 'c', 'd', 'e'].forEach((id) => store.keys.put(key(id))));
  store.transaction(() => store.keys.drop('c'));
  const matches = () => true;
  const ids = (page: ReturnType<typeof store.keys.page>) => page?.rows.map((row) => row.id);

  it.each([
    [{ limit: 2 }, ['e', 'd'], true],
    [{ limit: 2, startingAfter: 'd' }, ['b', 'a'], false],
    [{ limit: 2, endingBefore: 'a' }, ['d', 'b'], true],
    [{ limit: 5, endingBefore: 'd' }, ['e'], false],
    [{ limit: 5, startingAfter: 'a' }, [], false],
  ])('%j', (request, expected, hasMore) => {
    const page = store.keys.page({ ...request, matches });
    expect(ids(page)).toEqual(expected);
    expect(page?.hasMore).toBe(hasMore);
  });

  it('is none when it should start from a row that is not there', () => {
    expect(store.keys.page({ limit: 1, startingAfter: 'c', matches })).toBeNull();
  });
});
