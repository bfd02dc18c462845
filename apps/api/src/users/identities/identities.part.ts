import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { AttemptSealing } from './attempt-secrets.js';
import { AttemptsService } from './attempts.service.js';
import { IdentitiesController } from './identities.controller.js';
import { IdentitiesService } from './identities.service.js';
import { Linking } from './linking.js';
import { OidcProviders } from './oidc-providers.js';
import { OidcSessionsService } from './oidc-sessions.service.js';
import { OidcController } from './oidc.controller.js';
import { ProviderAnswers } from './provider-answers.js';
import { ReturnAddresses } from './return-addresses.js';
import { ReturnsController } from './returns.controller.js';
import { ReturnsService } from './returns.service.js';
import { SigningIn } from './signing-in.js';

/** People who have not come back from their provider, or have been there. */
const forgetsOidcAttempts = forgets({ table: 'oidc_attempts', since: 'expires_at', days: () => 1, time: 'wall' });

/** Accounts at providers of OpenID Connect. */
export const identities: UsersPart = {
  controllers: [IdentitiesController, OidcController, ReturnsController],
  providers: [
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
    forgetsOidcAttempts,
  ],
};
