import { Injectable } from '@nestjs/common';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PasskeyCredential } from '#contracts/passkeys.dto.js';
import { Database, type Json } from '#database';
import { FactorChanges } from '../second-factor/factor-changes.js';
import { readAssertion, type Assertion } from './credential.js';
import { CHALLENGE_SECONDS, PasskeyChallenges } from './passkey-challenges.js';
import { InvalidPasskey } from './passkeys.errors.js';
import {
  countSignature,
  credentialsOf,
  passkeyBy,
  type KnownPasskey,
  type NamedCredential,
} from './passkeys.queries.js';
import { RelyingParty } from './relying-party.js';
import { handleOf } from './user-handle.js';

const WHY = 'Ask for new options, and try again.';

/** What a passkey is asked for. `userId`: whose it has to be; null when it is to tell who somebody is. */
export interface Asked {
  userId: string | null;
  /** the field that the proof came in */
  field: string;
}

/** Passkeys that prove who somebody is. */
@Injectable()
export class PasskeyProofs {
  constructor(
    private readonly database: Database,
    private readonly challenges: PasskeyChallenges,
    private readonly party: RelyingParty,
    private readonly changes: FactorChanges,
  ) {}

  /**
   * What to ask a browser for (`PublicKeyCredentialRequestOptionsJSON`). As the only factor the person has to be verified,
   * by a PIN or a finger; beside a password it is enough that they are there.
   * @param userId whose passkey it has to be; null for whichever the person chooses
   */
  async options(userId: string | null): Promise<Record<string, Json>> {
    const allowed = userId === null ? [] : await this.database.rows(credentialsOf(userId));
    return {
      challenge: await this.challenges.open(purposeOf(userId), userId),
      rpId: this.party.id,
      timeout: CHALLENGE_SECONDS * 1000,
      allowCredentials: allowed.map(descriptorOf),
      userVerification: userId === null ? 'required' : 'preferred',
    };
  }

  /**
   * Whose passkey has signed. Its challenge is used up, whatever comes of it.
   * @throws InvalidInput, InvalidPasskey
   */
  async check(credential: PasskeyCredential, { userId, field }: Asked): Promise<KnownPasskey> {
    const assertion = readAssertion(credential, field);
    const { clientDataJSON, userHandle } = assertion.response;
    const challenge = await this.challenges.take(clientDataJSON, purposeOf(userId), userId);
    const passkey = await this.database.firstRow(passkeyBy(Buffer.from(assertion.rawId, 'base64url')));
    if (challenge === undefined || !passkey || (userId !== null && passkey.userId !== userId))
      throw new InvalidPasskey(WHY);
    if (userHandle !== undefined && userHandle !== handleOf(passkey.userId)) throw new InvalidPasskey(WHY);
    const signCount = await this.#verify(assertion, challenge, passkey.publicKey, userId === null);
    if (await this.database.firstRow(countSignature(passkey.id, signCount))) return passkey;
    const note = { change: 'passkey_refused', passkey: passkey.name, passkeyId: passkey.id } as const;
    await this.database.transaction((tx) => this.changes.tell(tx, passkey.userId, note));
    throw new InvalidPasskey(WHY);
  }

  /** How often it has signed, as it says itself, once all else about the signature is right. */
  async #verify(
    { id, rawId, type, response }: Assertion,
    challenge: string,
    publicKey: Buffer,
    requireUserVerification: boolean,
  ): Promise<number> {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { id, rawId, type, response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: this.party.origins,
      expectedRPID: this.party.id,
      // Counters are judged after the signature, or anybody who knows its id could have a passkey suspected.
      credential: { id, publicKey: new Uint8Array(publicKey), counter: -1 },
      requireUserVerification,
    }).catch(() => ({ verified: false, authenticationInfo: undefined }));
    if (!verified || !authenticationInfo) throw new InvalidPasskey(WHY);
    return authenticationInfo.newCounter;
  }
}

function purposeOf(userId: string | null): 'sign_in' | 'second_factor' {
  return userId === null ? 'sign_in' : 'second_factor';
}

/** How a passkey is named to a browser. */
export function descriptorOf({ credentialId, transports }: NamedCredential) {
  return { type: 'public-key', id: credentialId.toString('base64url'), transports };
}
