import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What the page asks for. */
export interface AskedFor {
  challenge: string;
  rp?: { id: string };
  rpId?: string;
  user?: { id: string };
  allowCredentials?: { id: string }[];
  userVerification?: string;
}

/** What an authenticator, a browser, or somebody in between, may get wrong. */
export interface Faults {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  present?: boolean;
  verified?: boolean;
  counter?: number;
  userHandle?: string;
  /** of an attestation */
  format?: string;
  statement?: Map<Cbor, Cbor>;
  /** flips a bit of the signature */
  flip?: boolean;
}

type Cbor = string | number | Uint8Array | Cbor[] | Map<Cbor, Cbor>;

const ATTESTED = 0x40;
const VERIFIED = 0x04;
const PRESENT = 0x01;

/** An authenticator with one passkey, and the browser in front of it (Web Authentication Level 3), for tests. */
export class Authenticator {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #publicKey: { x: string; y: string };
  #counter = 0;
  #userHandle = '';

  constructor(private readonly origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.#publicKey = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
  }

  /** What `navigator.credentials.create` answers, as JSON. */
  create(asked: AskedFor, faults: Faults = {}): Record<string, unknown> {
    this.#userHandle = asked.user?.id ?? '';
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, cbor(this.#coseKey())]);
    const authData = Buffer.concat([this.#authData(asked.rp?.id ?? '', ATTESTED, faults), attested]);
    const attestation = new Map<Cbor, Cbor>([
      ['fmt', faults.format ?? 'none'],
      ['attStmt', faults.statement ?? new Map<Cbor, Cbor>()],
      ['authData', authData],
    ]);
    return this.#credential({
      clientDataJSON: this.#clientData('webauthn.create', asked, faults).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What `navigator.credentials.get` answers, as JSON. */
  get(asked: AskedFor, faults: Faults = {}): Record<string, unknown> {
    const clientData = this.#clientData('webauthn.get', asked, faults);
    const authData = this.#authData(asked.rpId ?? '', 0, faults);
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key);
    if (faults.flip) signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1);
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: faults.userHandle ?? this.#userHandle,
    });
  }

  #credential(response: object): Record<string, unknown> {
    const id = this.id.toString('base64url');
    return {
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: { credProps: { rk: true } },
      response,
    };
  }

  #clientData(type: string, { challenge }: AskedFor, faults: Faults): Buffer {
    const { crossOrigin = false, origin = this.origin } = faults;
    return Buffer.from(
      JSON.stringify({ type: faults.type ?? type, challenge: faults.challenge ?? challenge, origin, crossOrigin }),
    );
  }

  #authData(rpId: string, extra: number, { present = true, verified = true, ...faults }: Faults): Buffer {
    this.#counter = faults.counter ?? this.#counter + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const flags = extra | (present ? PRESENT : 0) | (verified ? VERIFIED : 0);
    return Buffer.concat([sha256(faults.rpId ?? rpId), Buffer.from([flags]), counter]);
  }

  /** RFC 9053, section 2.1: ES256 on P-256. */
  #coseKey(): Map<Cbor, Cbor> {
    return new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(this.#publicKey.x, 'base64url')],
      [-3, Buffer.from(this.#publicKey.y, 'base64url')],
    ]);
  }
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** RFC 8949, as far as authenticators need it. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flat(1).map(cbor)]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
