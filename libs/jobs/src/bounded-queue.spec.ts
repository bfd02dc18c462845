import { describe, expect, it } from '@jest/globals';
import { BoundedQueue } from './bounded-queue.js';

/** A piece of work that ends when it is told to. */
function work(): { run: () => Promise<string>; end: (result: string) => void; started: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<string>();
  let begun = false;
  return {
    run: () => {
      begun = true;
      return promise;
    },
    end: resolve,
    started: () => begun,
  };
}

describe('BoundedQueue', () => {
  it('runs as many as its limit at once, and the next when one has ended', async () => {
    const queue = new BoundedQueue(2, 5);
    const [first, second, third] = [work(), work(), work()];
    const results = [first, second, third].map(({ run }) => queue.run(run));
    expect([first.started(), second.started(), third.started()]).toEqual([true, true, false]);
    second.end('b');
    expect(await results[1]).toBe('b');
    expect(third.started()).toBe(true);
    first.end('a');
    third.end('c');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
  });

  it('keeps the order of arrival', async () => {
    const queue = new BoundedQueue(1, 5);
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((number) => queue.run(() => Promise.resolve(order.push(number)))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('refuses work when all places are taken, and takes it again when one is free', async () => {
    const queue = new BoundedQueue(1, 1);
    const [first, second] = [work(), work()];
    const results = [first, second].map(({ run }) => queue.run(run));
    expect(queue.full).toBe(true);
    await expect(queue.run(() => Promise.resolve('late'))).rejects.toThrow(RangeError);
    first.end('a');
    await results[0];
    expect(queue.full).toBe(false);
    second.end('b');
    expect(await Promise.all(results)).toEqual(['a', 'b']);
  });

  it('goes on after work that failed', async () => {
    const queue = new BoundedQueue(1, 5);
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await queue.run(() => Promise.resolve('fine'))).toBe('fine');
  });
});
