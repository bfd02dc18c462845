import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { hashOf } from '../named-token.js';
import { challengeIn } from './credential.js';
import { putChallenge, takeChallenge, type Purpose } from './passkeys.queries.js';

const CHALLENGE_BYTES = 32;
/** Also told to browsers. */
export const CHALLENGE_SECONDS = 300;

/** What passkeys are asked to sign: each for one purpose, and one try. */
@Injectable()
export class PasskeyChallenges {
  constructor(private readonly database: Database) {}

  /** A new one. @param userId who is to come with it; null for whoever does */
  async open(purpose: Purpose, userId: string | null): Promise<string> {
    const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
    await this.database.rows(putChallenge({ hash: hashOf(challenge), purpose, userId }, CHALLENGE_SECONDS));
    return challenge;
  }

  /** Uses up the one that was signed, whatever comes of it; undefined when it is none, or not for this. */
  async take(clientDataJSON: string, purpose: Purpose, userId: string | null): Promise<string | undefined> {
    const challenge = challengeIn(clientDataJSON);
    if (challenge === undefined) return undefined;
    const taken = await this.database.firstRow(takeChallenge({ hash: hashOf(challenge), purpose, userId }));
    return taken && challenge;
  }
}
