import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { FactorChanges } from './factor-changes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorsService } from './second-factors.service.js';
import { TotpSecrets } from './totp-secrets.js';
import { TotpService } from './totp.service.js';

/** Secrets that no app has proved to have. */
const forgetsPendingSecrets = forgets({
  table: 'totp_secrets',
  since: 'pending_until',
  where: 'pending_until IS NOT NULL',
  days: () => 1,
  time: 'wall',
});

/** What is asked for besides a password. */
export const secondFactor: UsersPart = {
  controllers: [SecondFactorController],
  providers: [FactorChanges, RecoveryCodes, SecondFactorsService, TotpSecrets, TotpService, forgetsPendingSecrets],
};
