import { describe, expect, it } from '@jest/globals';
import { hashOfKey, newApiKey, prefixOfKey } from './api-key.js';
import { addressRule } from './networks.js';

describe('an API key', () => {
  it('tells its prefix, in its own mode only', () => {
    const { key, prefix, hash } = newApiKey('live');
    expect([prefixOfKey(key, 'live'), prefixOfKey(key, 'test')]).toEqual([prefix, undefined]);
    expect(hash).toEqual(hashOfKey(key));
    expect(prefix).toMatch(/^rk_live_[0-9A-Za-z]{12}$/);
  });

  it('is known to be mistyped without asking anybody: any one character, or two that changed places', () => {
    const { key } = newApiKey('test');
    for (let at = 0; at < key.length; at += 1) {
      const [here = '', next = ''] = [key[at], key[at + 1]];
      const other = here === 'A' ? 'B' : 'A';
      expect(prefixOfKey(key.slice(0, at) + other + key.slice(at + 1), 'test')).toBeUndefined();
      if (here !== next && next !== '')
        expect(prefixOfKey(key.slice(0, at) + next + here + key.slice(at + 2), 'test')).toBeUndefined();
    }
  });

  it.each(['', 'rk_test_', `rk_test_${'a'.repeat(61)}`, `rk_test_${'a'.repeat(100_000)}`])('is not %.20p', (text) => {
    expect(prefixOfKey(text, 'test')).toBeUndefined();
  });
});

describe('the rule of networks', () => {
  it.each<[string[], string, boolean]>([
    [[], 'anything', true],
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '11.1.2.3', false],
    [['::/0'], '10.1.2.3', false],
    [['2001:db8::/32'], '2001:DB8:0::7', true],
    [['10.0.0.0/8'], '', false],
  ])('%j lets %s in: %p', (networks, address, isAllowed) => {
    expect(addressRule(networks)(address)).toBe(isAllowed);
  });
});
