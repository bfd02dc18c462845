import { describe, expect, it } from '@jest/globals';
import { batch, type GraphqlContext } from './loaders.js';

describe('batch', () => {
  it('loads all keys of a request at once, each once, and gives undefined for what is missing', async () => {
    const asked: string[][] = [];
    const context: GraphqlContext = {};
    const load = (keys: string[]) => {
      asked.push(keys);
      return Promise.resolve(new Map(keys.filter((key) => key !== 'gone').map((key) => [key, key.toUpperCase()])));
    };
    const found = await Promise.all(['a', 'b', 'gone', 'a'].map((key) => batch(context, 'upper', load).load(key)));
    expect(found).toEqual(['A', 'B', undefined, 'A']);
    expect(asked).toEqual([['a', 'b', 'gone']]);
  });

  it('keeps requests apart, and loaders of different names', async () => {
    const [one, other]: GraphqlContext[] = [{}, {}];
    if (!one || !other) throw new Error('no context');
    const yes = () => Promise.resolve(new Map([['a', 'yes']]));
    const no = () => Promise.resolve(new Map([['a', 'no']]));
    expect(await batch(one, 'x', yes).load('a')).toBe('yes');
    expect(await batch(other, 'x', no).load('a')).toBe('no');
    expect(await batch(one, 'y', no).load('a')).toBe('no');
  });

  it('fails for all who asked when loading fails', async () => {
    const context: GraphqlContext = {};
    const load = () => Promise.reject<Map<string, string>>(new Error('no'));
    const outcomes = await Promise.allSettled(['a', 'b'].map((key) => batch(context, 'x', load).load(key)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
