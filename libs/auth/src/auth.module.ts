import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AuthGuard } from './auth.guard.js';
import { Passwords } from './passwords/passwords.js';
import { AccessTokenStrategy } from './tokens/access-token.strategy.js';
import { AccessTokens } from './tokens/access-tokens.js';

/** Who is asking: the guard of every REST and GraphQL operation, password hashes, access tokens. */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [AccessTokens, AccessTokenStrategy, Passwords, { provide: APP_GUARD, useClass: AuthGuard }],
  exports: [AccessTokens, Passwords],
})
export class AuthModule {}
