import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { NewPasskeys } from './new-passkeys.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { RelyingParty } from './relying-party.js';

/** What no passkey has signed. */
const forgetsPasskeyChallenges = forgets({
  table: 'passkey_challenges',
  since: 'expires_at',
  days: () => 1,
  time: 'wall',
});

/** Passkeys. */
export const passkeys: UsersPart = {
  controllers: [PasskeysController],
  providers: [RelyingParty, PasskeyChallenges, PasskeyProofs, NewPasskeys, PasskeysService, forgetsPasskeyChallenges],
};
