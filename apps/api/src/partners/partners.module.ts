import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { UsersModule } from '../users/users.module.js';
import { GrantsController } from './grants/grants.controller.js';
import { GrantsResolver } from './grants/grants.resolver.js';
import { GrantsService } from './grants/grants.service.js';
import { ApiKeysController } from './keys/api-keys.controller.js';
import { ApiKeyDeadlines } from './keys/api-keys.events.js';
import { ApiKeysResolver } from './keys/api-keys.resolver.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { InvitationsService } from './organisations/invitations.service.js';
import { MembersController } from './organisations/members.controller.js';
import { MembersResolver } from './organisations/members.resolver.js';
import { MembersService } from './organisations/members.service.js';
import { Memberships } from './organisations/memberships.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { OrganisationsResolver } from './organisations/organisations.resolver.js';
import { OrganisationsService } from './organisations/organisations.service.js';
import { OAuthController } from './tokens/oauth.controller.js';
import { TokensService } from './tokens/tokens.service.js';
import { holdsMemberships } from './partners.personal-data.js';

const forgetsApiKeys = forgets({
  table: 'api_keys',
  since: 'LEAST(expires_at, revoked_at)',
  days: ({ retention }) => retention.apiKeyDays,
  time: 'wall',
});

/** Invitations that nobody has taken up in time. */
const forgetsInvitations = forgets({
  table: 'organisation_invitations',
  since: 'expires_at',
  days: () => 1,
  time: 'wall',
});

/** Organisations that integrate: their members, the keys and tokens of their programs, and what hosts let them do. */
@Module({
  imports: [UsersModule],
  controllers: [OrganisationsController, MembersController, ApiKeysController, OAuthController, GrantsController],
  providers: [
    Memberships,
    OrganisationsService,
    OrganisationsResolver,
    MembersService,
    MembersResolver,
    InvitationsService,
    ApiKeysService,
    ApiKeysResolver,
    ApiKeyDeadlines,
    TokensService,
    GrantsService,
    GrantsResolver,
    forgetsApiKeys,
    forgetsInvitations,
    holdsMemberships,
  ],
})
export class PartnersModule {}
