import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { PasskeySignInController } from './passkey-sign-in.controller.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { PasswordProof } from './password-proof.js';
import { ReauthenticationService } from './reauthentication.service.js';
import { SecondFactor } from './second-factor.js';
import { SecondStepService } from './second-step.service.js';
import { SignInService } from './sign-in.service.js';

/** Sign-ins that nobody has gone on with. */
const forgetsChallenges = forgets({ table: 'sign_in_challenges', since: 'expires_at', days: () => 1, time: 'wall' });

/** Signing in. */
export const signIn: UsersPart = {
  controllers: [PasskeySignInController],
  providers: [
    SignInService,
    PasswordProof,
    ReauthenticationService,
    PasskeySignInService,
    SecondFactor,
    SecondStepService,
    forgetsChallenges,
  ],
};
