import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { AccountController } from './account/account.controller.js';
import { EmailChangesController } from './account/email-changes.controller.js';
import { EmailChangesEvents } from './account/email-changes.events.js';
import { EmailChangesService } from './account/email-changes.service.js';
import { EmailConfirmationsService } from './account/email-confirmations.service.js';
import { OwnPassword } from './account/own-password.js';
import { PasswordChangesService } from './account/password-changes.service.js';
import { PasswordResetsController } from './account/password-resets.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthResolver } from './auth.resolver.js';
import { CodesEvents } from './codes/codes.events.js';
import { CodesService } from './codes/codes.service.js';
import { EmailVerificationsController } from './codes/email-verifications.controller.js';
import { EmailVerificationsService } from './codes/email-verifications.service.js';
import { JwksController } from './jwks.controller.js';
import { AttemptSealing } from './identities/attempt-secrets.js';
import { AttemptsService } from './identities/attempts.service.js';
import { IdentitiesController } from './identities/identities.controller.js';
import { IdentitiesService } from './identities/identities.service.js';
import { Linking } from './identities/linking.js';
import { OidcController } from './identities/oidc.controller.js';
import { OidcProviders } from './identities/oidc-providers.js';
import { OidcSessionsService } from './identities/oidc-sessions.service.js';
import { ProviderAnswers } from './identities/provider-answers.js';
import { ReturnAddresses } from './identities/return-addresses.js';
import { ReturnsController } from './identities/returns.controller.js';
import { ReturnsService } from './identities/returns.service.js';
import { SigningIn } from './identities/signing-in.js';
import { PasswordProof } from './sign-in/password-proof.js';
import { ReauthenticationService } from './sign-in/reauthentication.service.js';
import { LoginBrake } from './brake/login-brake.js';
import { FactorChanges } from './second-factor/factor-changes.js';
import { RecoveryCodes } from './second-factor/recovery-codes.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorsService } from './second-factor/second-factors.service.js';
import { TotpSecrets } from './second-factor/totp-secrets.js';
import { TotpService } from './second-factor/totp.service.js';
import { NewPasskeys } from './passkeys/new-passkeys.js';
import { PasskeyChallenges } from './passkeys/passkey-challenges.js';
import { PasskeyProofs } from './passkeys/passkey-proofs.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { RelyingParty } from './passkeys/relying-party.js';
import { PhotoEncoder } from './profiles/photo-encoder.js';
import { PhotosController } from './profiles/photos.controller.js';
import { PhotosService } from './profiles/photos.service.js';
import { RemovedPhotos } from './profiles/removed-photos.js';
import { Networks } from './sessions/networks.js';
import { ConsentsController } from './consents/consents.controller.js';
import { holdsConsents } from './consents/consents.personal-data.js';
import { ConsentsService } from './consents/consents.service.js';
import { TermsController } from './consents/terms.controller.js';
import { NewAccounts } from './new-accounts.js';
import { AccountPagesController } from './pages/account-pages.controller.js';
import { RegistrationEvents } from './registration.events.js';
import { RegistrationService } from './registration.service.js';
import { OwnSessionsService } from './sessions/own-sessions.service.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { PasskeySignInController } from './sign-in/passkey-sign-in.controller.js';
import { PasskeySignInService } from './sign-in/passkey-sign-in.service.js';
import { SecondFactor } from './sign-in/second-factor.js';
import { SecondStepService } from './sign-in/second-step.service.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { UsersController } from './users.controller.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';
import { holdsPhotos } from './profiles/photos.personal-data.js';
import { holdsAccounts } from './users.personal-data.js';

/** Sign-ins are about real people: their time is wall time. */
const forgetsSessions = forgets({
  table: 'sessions',
  since: 'LEAST(expires_at, ends_at, revoked_at)',
  days: ({ retention }) => retention.sessionDays,
  time: 'wall',
});

/** Failures that nobody has followed up. */
const forgetsLoginFailures = forgets({
  table: 'login_failures',
  since: 'failed_at',
  days: ({ retention }) => retention.loginFailureDays,
  time: 'wall',
});

/** Access tokens that were made before have long ended by themselves. */
const forgetsEndedAccess = forgets({ table: 'ended_access', since: 'ended_at', days: () => 1, time: 'wall' });

/** From where accounts have been used of late; whoever comes from elsewhere shares the strangers' count of failures. */
const forgetsKnownNetworks = forgets({
  table: 'known_networks',
  since: 'last_seen_at',
  days: ({ retention }) => retention.networkDays,
  time: 'wall',
});

/** Sign-ins that nobody has gone on with. */
const forgetsChallenges = forgets({ table: 'sign_in_challenges', since: 'expires_at', days: () => 1, time: 'wall' });

/** What no passkey has signed. */
const forgetsPasskeyChallenges = forgets({
  table: 'passkey_challenges',
  since: 'expires_at',
  days: () => 1,
  time: 'wall',
});

/** People who have not come back from their provider, or have been there. */
const forgetsOidcAttempts = forgets({ table: 'oidc_attempts', since: 'expires_at', days: () => 1, time: 'wall' });

/** Secrets that no app has proved to have. */
const forgetsPendingSecrets = forgets({
  table: 'totp_secrets',
  since: 'pending_until',
  where: 'pending_until IS NOT NULL',
  days: () => 1,
  time: 'wall',
});
/** What was asked for and could not be looked up, and codes that are over: with them goes where they were sent. */
const forgetsCodes = [
  { table: 'code_requests', since: 'requested_at' },
  { table: 'registration_requests', since: 'requested_at' },
  { table: 'mailed_codes', since: 'expires_at' },
  { table: 'email_changes', since: 'expires_at' },
].map((what) => forgets({ ...what, days: () => 1, time: 'wall' }));

/** Accounts and sign-in. Others use `UsersService`. */
@Module({
  controllers: [
    IdentitiesController,
    OidcController,
    PasskeySignInController,
    PasskeysController,
    ReturnsController,
    SecondFactorController,
    AccountController,
    AccountPagesController,
    AuthController,
    ConsentsController,
    EmailChangesController,
    EmailVerificationsController,
    JwksController,
    PasswordResetsController,
    PhotosController,
    SessionsController,
    TermsController,
    UsersController,
  ],
  providers: [
    UsersService,
    RegistrationService,
    SignInService,
    SessionsService,
    OwnSessionsService,
    LoginBrake,
    PasswordProof,
    ReauthenticationService,
    FactorChanges,
    RecoveryCodes,
    SecondFactorsService,
    TotpSecrets,
    TotpService,
    RelyingParty,
    PasskeyChallenges,
    PasskeyProofs,
    NewPasskeys,
    PasskeysService,
    PasskeySignInService,
    SecondFactor,
    SecondStepService,
    CodesService,
    CodesEvents,
    EmailVerificationsService,
    OwnPassword,
    PasswordChangesService,
    EmailChangesService,
    EmailConfirmationsService,
    EmailChangesEvents,
    ConsentsService,
    NewAccounts,
    RegistrationEvents,
    AttemptSealing,
    AttemptsService,
    IdentitiesService,
    Linking,
    OidcProviders,
    OidcSessionsService,
    ProviderAnswers,
    ReturnAddresses,
    ReturnsService,
    SigningIn,
    Networks,
    PhotoEncoder,
    PhotosService,
    RemovedPhotos,
    AuthResolver,
    UsersResolver,
    forgetsSessions,
    holdsAccounts,
    holdsPhotos,
    holdsConsents,
    forgetsChallenges,
    forgetsPasskeyChallenges,
    forgetsOidcAttempts,
    forgetsPendingSecrets,
    forgetsEndedAccess,
    forgetsLoginFailures,
    forgetsKnownNetworks,
    ...forgetsCodes,
  ],
  exports: [UsersService],
})
export class UsersModule {}
