import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessGuard } from './access.guard.js';
import { Admission } from './admission.js';
import { ApiKeys } from './api-keys/api-keys.js';
import { KeyIdentity } from './api-keys/key-identity.js';
import { KeyUses } from './api-keys/key-uses.js';
import { AccessNews } from './ended-access/access-news.js';
import { AccessWatch } from './ended-access/access-watch.js';
import { Identity } from './identity.js';
import { ExportLinks } from './mailed-links/export-links.js';
import { MailedLinks } from './mailed-links/mailed-links.js';
import { Passwords } from './passwords/passwords.js';
import { AccessTokenStrategy } from './tokens/access-token.strategy.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';

/** Who is asking: found out for every request, before it is counted; password hashes, access tokens. */
@Global()
@Module({
  imports: [PassportModule, JwtModule.register({})],
  providers: [
    AccessNews,
    AccessTokens,
    AccessTokenStrategy,
    AccessWatch,
    Admission,
    ApiKeys,
    ExportLinks,
    Identity,
    KeyIdentity,
    KeyUses,
    MailedLinks,
    Passwords,
    SigningKeys,
  ],
  exports: [
    AccessTokens,
    AccessWatch,
    Admission,
    ApiKeys,
    ExportLinks,
    KeyIdentity,
    MailedLinks,
    Passwords,
    SigningKeys,
  ],
})
export class AuthModule {}

/**
 * Who may: refuses those who have not signed in, or lack a role. Must be imported after HttpModule, whose guard counts
 * attempts first.
 */
@Module({ providers: [{ provide: APP_GUARD, useClass: AccessGuard }] })
export class AccessModule {}
