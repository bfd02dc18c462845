import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { newPrivateKey } from '#config';

type Part = Record<string, unknown>;
type Signer = (text: string) => string;
type Random = () => number;

/** What an attacker has: somebody’s token, and another’s. The key is for what we have not signed, and never would. */
export interface Stolen {
  token: string;
  others: string;
  /** PEM of the private key */
  key: string;
}

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decoded = (text = ''): Part => JSON.parse(Buffer.from(text, 'base64url').toString()) as Part;
const es256 =
  (key: KeyObject): Signer =>
  (text) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
const hs = (secret: string | Buffer, hash = 'sha256'): Signer => {
  return (text) => createHmac(hash, secret).update(text).digest('base64url');
};
const none: Signer = () => '';

/** Makes tokens that must not be taken; each says what it is. */
export class Forger {
  readonly #head: string;
  readonly #body: string;
  readonly #signature: string;
  readonly #own: KeyObject;
  readonly #another = createPrivateKey(newPrivateKey());
  readonly #rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  readonly #p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;

  constructor(
    private readonly stolen: Stolen,
    private readonly random: Random,
  ) {
    [this.#head = '', this.#body = '', this.#signature = ''] = stolen.token.split('.');
    this.#own = createPrivateKey(stolen.key);
  }

  /** @returns its kind, and the token */
  next(): [string, string] {
    const kinds = Object.entries(this.#kinds);
    const [kind, make] = this.#one(kinds);
    return [kind, make()];
  }

  readonly #kinds: Record<string, () => string> = {
    'no algorithm': () =>
      this.#signed(
        { alg: this.#one(['none', 'None', 'nOnE', 'NONE', '', 'null', null]) },
        {},
        this.#one([none, hs(''), es256(this.#another)]),
      ),
    'the public key as a secret': () =>
      this.#signed(
        { alg: this.#one(['HS256', 'HS384', 'HS512', 'ES256']) },
        {},
        hs(this.#publicKey(), this.#one(['sha256', 'sha384', 'sha512'])),
      ),
    'another algorithm': () =>
      this.#signed(
        { alg: this.#one(['RS256', 'PS256', 'ES384', 'ES512', 'EdDSA', 'ES256K', 'es256', ' ES256', ['ES256']]) },
        {},
        this.#one([
          es256(this.#own),
          es256(this.#p384),
          (text) => sign('sha256', Buffer.from(text), this.#rsa).toString('base64url'),
        ]),
      ),
    'another key': () =>
      this.#signed(
        { kid: this.#one([undefined, '', this.#header.kid, null, 0, [this.#header.kid], { kid: this.#header.kid }]) },
        {},
        es256(this.#another),
      ),
    'a key id that is something else': () =>
      this.#signed(
        { kid: this.#keyId() },
        {},
        this.#one([hs(''), hs('secret'), es256(this.#another), es256(this.#own)]),
      ),
    'its own key': () => this.#signed(this.#broughtAlong(), {}, this.#one([es256(this.#another), es256(this.#own)])),
    'an extension': () =>
      this.#signed(
        { crit: this.#one([['exp2'], [], 'exp', ['b64'], ['alg']]), exp2: 1, b64: this.#one([false, true]) },
        {},
        es256(this.#own),
      ),
    'another type': () =>
      this.#signed(
        {
          typ: this.#one(['JWT', 'jwt', 'at+JWT', 'application/at+jwt', '', null, undefined, 'logout+jwt', ['at+jwt']]),
        },
        {},
        es256(this.#own),
      ),
    'wrong claims': () => this.#signed({}, this.#wrongClaims(), es256(this.#own)),
    'wrong times': () => this.#signed({}, this.#wrongTimes(), es256(this.#own)),
    'a claim twice': () => this.#twice(),
    'more rights, under the old signature': () =>
      `${this.#head}.${encoded({ ...this.#claims, ...this.#one([{ roles: ['admin'] }, { sub: decoded(this.stolen.others.split('.')[1]).sub }, { exp: 4_000_000_000 }, { ver: 1 }]) })}.${this.#signature}`,
    'another signature': () => `${this.#head}.${this.#body}.${this.#wrongSignature()}`,
    'other parts': () => this.#otherParts(),
    'one bit flipped': () => this.#flipped(),
  };

  get #header(): Part {
    return decoded(this.#head);
  }

  get #claims(): Part {
    return decoded(this.#body);
  }

  #one<Item>(items: readonly Item[]): Item {
    const chosen = this.#below(items.length);
    for (const [index, item] of items.entries()) if (index === chosen) return item;
    throw new Error('there is nothing to choose from');
  }

  #below(most: number): number {
    return Math.floor(this.random() * most);
  }

  #signed(header: Part, claims: Part, signer: Signer): string {
    const text = `${encoded({ ...this.#header, ...header })}.${encoded({ ...this.#claims, ...claims })}`;
    return `${text}.${signer(text)}`;
  }

  #publicKey(): string | Buffer {
    const key = createPublicKey(this.#own);
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    const jwk = JSON.stringify(key.export({ format: 'jwk' }));
    return this.#one([pem, pem.trim(), pem.replaceAll('\n', '\r\n'), jwk, key.export({ type: 'spki', format: 'der' })]);
  }

  #keyId(): string {
    const paths = [
      '../../../../dev/null',
      '/dev/null',
      'file:///etc/passwd',
      '/proc/self/environ',
      'secrets/jwt-private-keys',
    ];
    const texts = [
      "' UNION SELECT 'secret' --",
      "x' OR '1'='1",
      '__proto__',
      'constructor',
      'toString',
      '| id',
      '$(id)',
    ];
    const addresses = ['https://evil.example/key', `${String(this.#header.kid)}\0`, ` ${String(this.#header.kid)}`];
    return this.#one([...paths, ...texts, ...addresses]);
  }

  /** A key, or where to find one: its own, or also ours. */
  #broughtAlong(): Part {
    const jwk = createPublicKey(this.#another).export({ format: 'jwk' });
    return this.#one<Part>([
      { jwk },
      { jwk, kid: this.#header.kid },
      { jku: 'https://evil.example/jwks.json' },
      { jku: `${String(this.#claims.iss)}/.well-known/jwks.json` },
      { x5u: 'https://evil.example/cert.pem' },
      { x5c: ['MIIB'] },
      { x5t: 'AAAA', 'x5t#S256': 'AAAA' },
      { jwks: { keys: [jwk] } },
      { cty: 'JWT' },
    ]);
  }

  #wrongClaims(): Part {
    const { iss } = this.#claims;
    return this.#one<Part>([
      ...[undefined, null, '', 'another-api', 'roost-api ', 'ROOST-API', 'roost', ['another-api'], []].map((aud) => ({
        aud,
      })),
      ...[undefined, null, '', 'https://evil.example', `${String(iss)}/`, `${String(iss)}.evil.example`, [iss]].map(
        (wrong) => ({
          iss: wrong,
        }),
      ),
      ...[undefined, null, '', '1', "1' OR '1'='1", {}, ['00000000-0000-7000-8000-000000000000']].map((sub) => ({
        sub,
      })),
      ...[undefined, null, '', 'none', 0].map((sid) => ({ sid })),
      ...[['root'], 'admin', ['admin', 'root'], { admin: true }, undefined].map((roles) => ({ roles })),
      ...[-1, 0.5, '0', null, 1e400].map((ver) => ({ ver: ver === Infinity ? 'Infinity' : ver })),
    ]);
  }

  /** By more than the minute by which clocks may differ. */
  #wrongTimes(): Part {
    const now = Math.floor(Date.now() / 1000);
    const far = this.#below(100_000);
    return this.#one<Part>([
      { iat: now - 601 - far, exp: now - 1 - far },
      { exp: now - 1 - this.#below(60) },
      { exp: this.#one([undefined, null, '4000000000', -1, 0]) },
      { nbf: now + 30 + far },
      { nbf: this.#one(['0', null, 'now']) },
      { iat: now + 70 + far, exp: now + 700 + far },
      { iat: this.#one([undefined, null, '1']) },
    ]);
  }

  /** A name twice, of which one reader takes the first and another the last. */
  #twice(): string {
    const { sub } = decoded(this.stolen.others.split('.')[1]);
    const header = Buffer.from(this.#head, 'base64url').toString();
    const body = Buffer.from(this.#body, 'base64url').toString();
    const [head, claims] = this.#one([
      [`{"alg":"none",${header.slice(1)}`, body],
      [`${header.slice(0, -1)},"alg":"none"}`, body],
      [header, `{"sub":"${String(sub)}",${body.slice(1)}`],
      [header, `${body.slice(0, -1)},"sub":"${String(sub)}"}`],
      [header, `${body.slice(0, -1)},"roles":["admin"]}`],
    ]).map((part) => Buffer.from(part).toString('base64url'));
    const text = `${head}.${claims}`;
    return `${text}.${this.#one([none(text), this.#signature, es256(this.#another)(text)])}`;
  }

  #wrongSignature(): string {
    const bytes = Buffer.from(this.#signature, 'base64url');
    const der = sign('sha256', Buffer.from(`${this.#head}.${this.#body}`), this.#own);
    const cut = bytes.subarray(0, this.#below(64));
    const [zeros, halfOnes] = [Buffer.alloc(64), Buffer.concat([Buffer.alloc(32), Buffer.alloc(32, 255)])];
    const swapped = Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]);
    const longer = Buffer.concat([bytes, Buffer.alloc(1 + this.#below(8))]);
    const made = this.#one([der, cut, zeros, halfOnes, swapped, longer]).toString('base64url');
    // Bits at the end that count for nothing: the same bytes, in another spelling.
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = digits.indexOf(this.#signature.slice(-1));
    const respelt = `${this.#signature.slice(0, -1)}${digits.charAt(last ^ (1 + this.#below(15)))}`;
    return this.#one([made, made, respelt, `${this.#signature}==`, this.stolen.others.split('.')[2] ?? '']);
  }

  #otherParts(): string {
    const { token } = this.stolen;
    const at = 1 + this.#below(token.length - 2);
    return this.#one([
      `${this.#head}.${this.#body}`,
      `${this.#head}.${this.#body}.`,
      `${token}.`,
      `.${token}`,
      `${token}.${this.#signature}`,
      `${this.#head}..${this.#signature}`,
      `.${this.#body}.${this.#signature}`,
      token.slice(0, at),
      `${token.slice(0, at)} ${token.slice(at)}`,
      `${token.slice(0, at)}\t${token.slice(at)}`,
      `${token.slice(0, at)}%20${token.slice(at)}`,
      `${token.slice(0, at)}=${token.slice(at)}`,
      `${token.slice(0, at)}+/${token.slice(at)}`,
      `"${token}"`,
      `${token},${token}`,
      `${token} ${this.stolen.others}`,
      encoded({ payload: this.#body, protected: this.#head, signature: this.#signature }),
    ]);
  }

  #flipped(): string {
    const parts = this.stolen.token.split('.').map((part) => Buffer.from(part, 'base64url'));
    const bytes = this.#one(parts);
    const at = this.#below(bytes.length);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << this.#below(8)), at);
    return parts.map((part) => part.toString('base64url')).join('.');
  }
}
