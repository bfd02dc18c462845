import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPrivateKey } from '#config';
import { expectStatus, PASSWORD, person, TestApp, type Person, type ProblemAnswer } from '#testing';

type Part = Record<string, unknown>;
interface Jwks {
  keys: (JsonWebKey & { kid: string })[];
}

const now = Math.floor(Date.now() / 1000);
const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (token: string, index: number): Part =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Part;
const es256 = (key: KeyObject) => (text: string) =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
const hs256 = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

describe('access tokens', () => {
  let app: TestApp;
  let ada: Person;
  let own: KeyObject;
  let header: Part;
  let claims: Part;

  beforeAll(async () => {
    app = await TestApp.start();
    ada = await person(app);
    own = createPrivateKey(await app.secret('jwt-private-keys'));
    [header, claims] = [decoded(ada.token, 0), decoded(ada.token, 1)];
  });

  afterAll(() => app.stop());

  const statusOf = async (token: string): Promise<number> => (await app.get('/v1/users/me', token)).status;
  /** A token that differs from Ada's in parts of its header and claims. */
  const forged = (changes: { header?: Part; claims?: Part }, signed = es256(own)): string => {
    const text = `${encoded({ ...header, ...changes.header })}.${encoded({ ...claims, ...changes.claims })}`;
    return `${text}.${signed(text)}`;
  };
  const publicPem = (): string => createPublicKey(own).export({ type: 'spki', format: 'pem' }).toString();

  it('are of one kind, for ten minutes, and name their key', () => {
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) });
    expect(claims).toEqual({
      sub: ada.id,
      sid: expect.any(String),
      roles: [],
      ver: 0,
      auth_time: expect.any(Number),
      iss: `http://localhost:${new URL(app.url).port}`,
      aud: 'roost-api',
      iat: expect.any(Number),
      exp: Number(claims.iat) + 600,
    });
  });

  it('are verified by anyone who reads the public keys, which are kept for five minutes', async () => {
    const answer = await app.get<Jwks>('/.well-known/jwks.json');
    const { keys } = expectStatus(answer, 200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(keys).toEqual([expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const [jwk] = keys.filter(({ kid }) => kid === header.kid);
    const [head = '', body = '', signature = ''] = ada.token.split('.');
    const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  });

  it('are taken as they are given out, and not when a single part of them is another', async () => {
    expect(await statusOf(ada.token)).toBe(200);
    expect(await statusOf(forged({}))).toBe(200);
    const [head = '', body = '', signature = ''] = ada.token.split('.');
    expect(await statusOf(`${head}.${encoded({ ...claims, roles: ['admin'] })}.${signature}`)).toBe(401);
    expect(await statusOf(`${head}.${body}.${'A'.repeat(86)}`)).toBe(401);
    expect(await statusOf(`${head}.${body}.`)).toBe(401);
  });

  const another = createPrivateKey(newPrivateKey());
  const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const attacks: [string, () => string][] = [
    ['without a signature', () => forged({ header: { alg: 'none' } }, () => '')],
    ['without a signature, in capitals', () => forged({ header: { alg: 'NONE' } }, () => '')],
    ['without a signature, under ES256', () => forged({}, () => '')],
    ['signed by HS256 with the public key', () => forged({ header: { alg: 'HS256' } }, hs256(publicPem()))],
    [
      'signed by HS256 with the public key, trimmed',
      () => forged({ header: { alg: 'HS256' } }, hs256(publicPem().trim())),
    ],
    ['signed by HS256 with the public key, under ES256', () => forged({}, hs256(publicPem()))],
    ['signed by HS256 with nothing', () => forged({ header: { alg: 'HS256' } }, hs256(''))],
    ['that says RS256', () => forged({ header: { alg: 'RS256' } })],
    ['that says ES384', () => forged({ header: { alg: 'ES384' } }, es256(p384))],
    ['signed with another key', () => forged({}, es256(another))],
    ['with a key id that is not known', () => forged({ header: { kid: 'other' } })],
    ['without a key id', () => forged({ header: { kid: undefined } })],
    ['with a path for a key id', () => forged({ header: { kid: '../../../../dev/null' } }, hs256(''))],
    ['with SQL for a key id', () => forged({ header: { kid: "' UNION SELECT 'secret' --" } }, hs256('secret'))],
    ['with a list of key ids', () => forged({ header: { kid: [header.kid] } })],
    ['with __proto__ for a key id', () => forged({ header: { kid: '__proto__' } }, es256(another))],
    ['that brings its key along', () => withKey({ jwk: createPublicKey(another).export({ format: 'jwk' }) })],
    ['that says where its key is', () => withKey({ jku: `${app.url}/.well-known/jwks.json` })],
    ['that says where its certificate is', () => withKey({ x5u: 'https://evil.example/cert.pem' })],
    ['that brings its certificate along', () => withKey({ x5c: ['MIIB'] })],
    ['with an extension that must be understood', () => forged({ header: { crit: ['exp2'], exp2: 1 } })],
    ['of another type', () => forged({ header: { typ: 'JWT' } })],
    ['without a type', () => forged({ header: { typ: undefined } })],
    ['for another audience', () => forged({ claims: { aud: 'another-api' } })],
    ['without an audience', () => forged({ claims: { aud: undefined } })],
    ['of another issuer', () => forged({ claims: { iss: 'https://evil.example' } })],
    ['without an issuer', () => forged({ claims: { iss: undefined } })],
    ['that has just expired', () => forged({ claims: { iat: now - 601, exp: now - 1 } })],
    ['that never expires', () => forged({ claims: { exp: undefined } })],
    ['that expires when a text says', () => forged({ claims: { exp: '4000000000' } })],
    ['that counts from tomorrow on', () => forged({ claims: { nbf: now + 86_400 } })],
    ['that was made tomorrow', () => forged({ claims: { iat: now + 86_400, exp: now + 90_000 } })],
    ['without a time', () => forged({ claims: { iat: undefined } })],
    ['of nobody', () => forged({ claims: { sub: undefined } })],
    ['of somebody who is no UUID', () => forged({ claims: { sub: "1' OR '1'='1" } })],
    ['of no session', () => forged({ claims: { sid: undefined } })],
    ['with a role that there is not', () => forged({ claims: { roles: ['root'] } })],
  ];
  const withKey = (parts: Part): string => forged({ header: parts }, es256(another));

  it.each(attacks)('are refused %s', async (_what, token) => {
    const answer = await app.get<ProblemAnswer>('/v1/users/me', token());
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it.each(['jku', 'jwk', 'x5u', 'x5c', 'extra'])(
    'are refused with %s in their header, even signed by us',
    async (name) => {
      expect(await statusOf(forged({ header: { [name]: 'anything' } }))).toBe(401);
    },
  );

  it('are refused with a signature that is spelt in another way, of the same bytes', async () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = digits.indexOf(ada.token.slice(-1));
    for (let bits = 1; bits < 16; bits += 1) {
      const respelt = ada.token.slice(0, -1) + digits.charAt(last ^ bits);
      expect(Buffer.from(respelt.split('.')[2] ?? '', 'base64url')).toEqual(
        Buffer.from(ada.token.split('.')[2] ?? '', 'base64url'),
      );
      expect(await statusOf(respelt)).toBe(401);
    }
  });

  it('are refused with something behind them', async () => {
    for (const more of [' more', `\t${ada.token}`, ',', ' , Basic YTpi', '=x'])
      expect(await statusOf(`${ada.token}${more}`)).toBe(401);
  });

  it('are taken from a process whose clock is a little ahead', async () => {
    expect(await statusOf(forged({ claims: { iat: now + 30, exp: now + 630 } }))).toBe(200);
  });
});

describe('access tokens of several processes', () => {
  const PUBLIC_URL = 'https://api.example.com';
  const [old, fresh] = [newPrivateKey(), newPrivateKey()];
  /** Three that share a database: before and after a new key has come to the front, and one with keys of its own. */
  let before: TestApp;
  let after: TestApp;
  let foreign: TestApp;
  let ada: Person;

  beforeAll(async () => {
    before = await TestApp.start({ PUBLIC_URL, JWT_PRIVATE_KEYS: old + fresh });
    [after, foreign, ada] = await Promise.all([
      before.join({ PUBLIC_URL, JWT_PRIVATE_KEYS: fresh + old }),
      before.join({ PUBLIC_URL, JWT_PRIVATE_KEYS: newPrivateKey() }),
      person(before),
    ]);
  });

  afterAll(async () => {
    await Promise.all([after.stop(), foreign.stop()]);
    await before.stop();
  });

  const statusAt = async (app: TestApp, token: string): Promise<number> =>
    (await app.get('/v1/users/me', token)).status;
  const signIn = async (app: TestApp) => {
    const login = { email: ada.email, password: PASSWORD };
    return expectStatus(await app.post<{ accessToken: string; refreshToken: string }>('/v1/auth/login', login), 200);
  };
  const refresh = async (app: TestApp, refreshToken: string) =>
    expectStatus(await app.post<{ refreshToken: string }>('/v1/auth/refresh', { refreshToken }), 200).refreshToken;

  it('are taken by all that have the same keys, in whatever order, and by none that has others', async () => {
    const { accessToken } = await signIn(after);
    expect(decoded(accessToken, 0).kid).not.toBe(decoded(ada.token, 0).kid);
    expect([await statusAt(before, accessToken), await statusAt(after, ada.token)]).toEqual([200, 200]);
    expect([await statusAt(foreign, accessToken), await statusAt(foreign, ada.token)]).toEqual([401, 401]);
    const { keys } = (await after.get<Jwks>('/.well-known/jwks.json')).body;
    expect(keys.map(({ kid }) => kid)).toEqual([decoded(accessToken, 0).kid, decoded(ada.token, 0).kid]);
  });

  it('are carried on through a change of keys: a new one signs nobody out', async () => {
    const { refreshToken } = await signIn(before);
    // Two tabs, two processes with the keys in another order, one refresh token: one successor all the same.
    const next = await refresh(before, refreshToken);
    expect(await refresh(after, refreshToken)).toBe(next);
    expect(await refresh(after, next)).not.toBe(next);
  });

  it('leave a session alone whose successor another key has made', async () => {
    const { refreshToken } = await signIn(before);
    const next = await refresh(before, refreshToken);
    const refused = await foreign.post<ProblemAnswer>('/v1/auth/refresh', { refreshToken });
    expect(refused.body.code).toBe('invalid_refresh_token');
    expect(await refresh(before, next)).not.toBe(next);
  });
});
