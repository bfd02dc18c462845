import { describe, expect, it } from '@jest/globals';
import { oidcProviders } from './oidc-providers.js';
import { newPrivateKey } from './private-keys.js';

const WITHOUT_SECRET = { id: 'google', name: 'Google', issuer: 'https://accounts.google.com', clientId: 'c' };
const GOOGLE = { ...WITHOUT_SECRET, clientSecret: 's' };
const APPLE = { teamId: 'T', keyId: 'K', privateKey: newPrivateKey() };

const read = (list: unknown) => oidcProviders().safeParse(JSON.stringify(list));
const saidOf = (list: unknown): string | undefined => read(list).error?.issues[0]?.message;

describe('the providers in the configuration', () => {
  it('are what operators write, with the usual scopes and way of answering', () => {
    expect(read([GOOGLE]).data).toEqual([{ ...GOOGLE, scopes: 'openid email profile', responseMode: 'query' }]);
    const apple = { ...WITHOUT_SECRET, apple: { ...APPLE, privateKey: APPLE.privateKey.replaceAll('\n', '\\n') } };
    expect(read([apple]).data?.[0]?.apple).toEqual(APPLE);
  });

  it.each([
    ['text', 'must be a JSON list of objects'],
    [[{ ...GOOGLE, id: 'Google!' }], '/0/id must be 1 to 30 small letters, digits and hyphens, a letter first'],
    [[{ ...GOOGLE, clientID: 'x' }], '/0 Unrecognized key: "clientID"'],
    [[WITHOUT_SECRET], '/0 must have either clientSecret or apple'],
    [[{ ...GOOGLE, apple: APPLE }], '/0 must have either clientSecret or apple'],
    [[{ ...GOOGLE, scopes: 'email' }], '/0/scopes must have openid among its words'],
    [[GOOGLE, { ...GOOGLE, id: 'other' }], 'must not have the same issuer twice'],
    [[GOOGLE, { ...GOOGLE, issuer: 'https://other.example' }], 'must not have the same id twice'],
  ])('are refused when they are %j', (list, said) => {
    expect(saidOf(list)).toBe(said);
  });

  it.each([
    'http://accounts.google.com',
    'https://a@b.example',
    'https://a.example/?x=1',
    'a.example',
    'ftp://a.example',
  ])('are not taken from the issuer %s', (issuer) => {
    expect(saidOf([{ ...GOOGLE, issuer }])).toMatch(/^\/0\/issuer must be an https:/);
  });
});
