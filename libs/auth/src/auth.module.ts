import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { IdentityGuard } from './identity.guard.js';
import { Passwords } from './passwords/passwords.js';
import { AccessTokenStrategy } from './tokens/access-token.strategy.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';

/**
 * Who is asking: found out for every REST and GraphQL operation; password hashes, access tokens. Guards run in the order
 * in which their modules are imported: this one, then HttpModule, which counts requests, then AccessModule.
 */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [
    AccessTokens,
    AccessTokenStrategy,
    Passwords,
    SigningKeys,
    { provide: APP_GUARD, useClass: IdentityGuard },
  ],
  exports: [AccessTokens, Passwords, SigningKeys],
})
export class AuthModule {}

/** Who may: refuses those who have not signed in, or lack a role. Must be imported after AuthModule and HttpModule. */
@Module({ providers: [{ provide: APP_GUARD, useClass: AccessGuard }] })
export class AccessModule {}
