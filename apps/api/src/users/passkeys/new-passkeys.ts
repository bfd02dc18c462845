import { Injectable } from '@nestjs/common';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { PasskeyCredential } from '#contracts/passkeys.dto.js';
import { Database, type Json } from '#database';
import { NotFound } from '#http';
import { accountOf } from '../users.queries.js';
import { readAttestation } from './credential.js';
import { CHALLENGE_SECONDS, PasskeyChallenges } from './passkey-challenges.js';
import { descriptorOf } from './passkey-proofs.js';
import { PasskeyNotAdded } from './passkeys.errors.js';
import { credentialsOf, type NewPasskey } from './passkeys.queries.js';
import { RelyingParty } from './relying-party.js';
import { handleOf } from './user-handle.js';

/** EdDSA, ES256 and RS256 (RFC 9053, RFC 8812), the best first: every authenticator has one of them. */
const ALGORITHMS = [-8, -7, -257];
const WHY = 'Ask for new options, and let the browser make another.';

/** Passkeys that are being made. */
@Injectable()
export class NewPasskeys {
  constructor(
    private readonly database: Database,
    private readonly challenges: PasskeyChallenges,
    private readonly party: RelyingParty,
  ) {}

  /** What to ask a browser for (`PublicKeyCredentialCreationOptionsJSON`): none that the person has already. */
  async options(userId: string): Promise<Record<string, Json>> {
    const account = await this.database.firstRow(accountOf(userId));
    if (!account) throw new NotFound('This account does not exist any more.');
    const known = await this.database.rows(credentialsOf(userId));
    return {
      challenge: await this.challenges.open('add', userId),
      rp: { id: this.party.id, name: this.party.name },
      user: { id: handleOf(userId), name: account.email || account.firstName, displayName: account.firstName },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: CHALLENGE_SECONDS * 1000,
      excludeCredentials: known.map(descriptorOf),
      authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
      attestation: 'none',
    };
  }

  /**
   * A passkey that was made for these options. Its challenge is used up, whatever comes of it.
   * @throws InvalidInput, PasskeyNotAdded
   */
  async check(
    userId: string,
    credential: PasskeyCredential,
  ): Promise<Pick<NewPasskey, 'credentialId' | 'publicKey' | 'signCount' | 'transports'>> {
    const { id, rawId, type, response } = readAttestation(credential, 'credential');
    const challenge = await this.challenges.take(response.clientDataJSON, 'add', userId);
    if (challenge === undefined || !vouchesForItself(response.attestationObject)) throw new PasskeyNotAdded(WHY);
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: this.party.origins,
      expectedRPID: this.party.id,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => ({ registrationInfo: undefined }));
    if (!registrationInfo) throw new PasskeyNotAdded(WHY);
    const { credential: made } = registrationInfo;
    return {
      credentialId: Buffer.from(made.id, 'base64url'),
      publicKey: Buffer.from(made.publicKey),
      signCount: made.counter,
      transports: response.transports,
    };
  }
}

/**
 * Whether nobody else is to vouch for it, as was asked for. Certificates are not looked at: to find out whether one was
 * revoked, an address that is written in it would be called, and anybody can write one.
 */
function vouchesForItself(attestationObject: string): boolean {
  try {
    const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
    const format = decoded.get('fmt');
    return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined);
  } catch {
    return false;
  }
}
