import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { AuthController } from './auth.controller.js';
import { AuthResolver } from './auth.resolver.js';
import { JwksController } from './jwks.controller.js';
import { LoginBrake } from './sign-in/login-brake.js';
import { PasswordProof } from './sign-in/password-proof.js';
import { Networks } from './sessions/networks.js';
import { RegistrationService } from './registration.service.js';
import { OwnSessionsService } from './sessions/own-sessions.service.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { UsersController } from './users.controller.js';
import { UsersResolver } from './users.resolver.js';
import { UsersService } from './users.service.js';

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

/** Accounts and sign-in. Others use `UsersService`. */
@Module({
  controllers: [AuthController, JwksController, SessionsController, UsersController],
  providers: [
    UsersService,
    RegistrationService,
    SignInService,
    SessionsService,
    OwnSessionsService,
    LoginBrake,
    PasswordProof,
    Networks,
    AuthResolver,
    UsersResolver,
    forgetsSessions,
    forgetsEndedAccess,
    forgetsLoginFailures,
    forgetsKnownNetworks,
  ],
  exports: [UsersService],
})
export class UsersModule {}
