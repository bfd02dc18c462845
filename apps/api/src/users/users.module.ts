import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { account } from './account/account.part.js';
import { brake } from './brake/brake.part.js';
import { codes } from './codes/codes.part.js';
import { consents } from './consents/consents.part.js';
import { identities } from './identities/identities.part.js';
import { pages } from './pages/pages.part.js';
import { passkeys } from './passkeys/passkeys.part.js';
import { profiles } from './profiles/profiles.part.js';
import { secondFactor } from './second-factor/second-factor.part.js';
import { sessions } from './sessions/sessions.part.js';
import { signIn } from './sign-in/sign-in.part.js';
import { AuthController } from './auth.controller.js';
import { AuthResolver } from './auth.resolver.js';
import { JwksController } from './jwks.controller.js';
import { NewAccounts } from './new-accounts.js';
import { RegistrationEvents } from './registration.events.js';
import { RegistrationService } from './registration.service.js';
import { UsersController } from './users.controller.js';
import { holdsAccounts } from './users.personal-data.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

/** What was asked for and could not be looked up, and codes that are over: with them goes where they were sent. */
const forgetsCodes = [
  { table: 'code_requests', since: 'requested_at' },
  { table: 'registration_requests', since: 'requested_at' },
  { table: 'mailed_codes', since: 'expires_at' },
  { table: 'email_changes', since: 'expires_at' },
].map((what) => forgets({ ...what, days: () => 1, time: 'wall' }));

const parts = [sessions, brake, codes, secondFactor, passkeys, signIn, account, identities, profiles, consents, pages];

/** Accounts and sign-in. Others use `UsersService`. */
@Module({
  controllers: [...parts.flatMap(({ controllers }) => controllers), AuthController, JwksController, UsersController],
  providers: [
    ...parts.flatMap(({ providers }) => providers),
    UsersService,
    RegistrationService,
    NewAccounts,
    RegistrationEvents,
    AuthResolver,
    UsersResolver,
    holdsAccounts,
    ...forgetsCodes,
  ],
  exports: [UsersService],
})
export class UsersModule {}
