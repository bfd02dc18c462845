import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { Admission } from './admission.js';
import { AccessWatch } from './ended-access/access-watch.js';
import { Identity } from './identity.js';
import { MailedLinks } from './mailed-links/mailed-links.js';
import { Passwords } from './passwords/passwords.js';
import { AccessTokenStrategy } from './tokens/access-token.strategy.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';

/** Who is asking: found out for every request, before it is counted; password hashes, access tokens. */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [AccessTokens, AccessTokenStrategy, AccessWatch, Admission, Identity, MailedLinks, Passwords, SigningKeys],
  exports: [AccessTokens, AccessWatch, Admission, MailedLinks, Passwords, SigningKeys],
})
export class AuthModule {}

/**
 * Who may: refuses those who have not signed in, or lack a role. Must be imported after HttpModule, whose guard counts
 * attempts first.
 */
@Module({ providers: [{ provide: APP_GUARD, useClass: AccessGuard }] })
export class AccessModule {}
