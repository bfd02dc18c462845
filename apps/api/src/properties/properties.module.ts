import { Module } from '@nestjs/common';
import { forgets } from '#jobs';
import { UsersModule } from '../users/users.module.js';
import { CoHostsController } from './co-hosts/co-hosts.controller.js';
import { CoHostsResolver } from './co-hosts/co-hosts.resolver.js';
import { CoHostsService } from './co-hosts/co-hosts.service.js';
import { InvitationsService } from './co-hosts/invitations.service.js';
import { ReceivedInvitationsController } from './co-hosts/received-invitations.controller.js';
import { PropertiesController } from './properties.controller.js';
import { PropertiesResolver } from './properties.resolver.js';
import { PropertiesService } from './properties.service.js';
import { SeasonsController } from './seasons/seasons.controller.js';
import { SeasonsResolver } from './seasons/seasons.resolver.js';
import { SeasonsService } from './seasons/seasons.service.js';
import { holdsPlaces } from './properties.personal-data.js';

/** Whom a host has asked is forgotten some time after it could be answered; what came of it is in the grants. */
const forgetsInvitations = forgets({
  table: 'co_host_invitations',
  since: 'expires_at',
  days: () => 365,
  time: 'wall',
});

/** What a place is: content, prices, rules, publishing; and whom its host lets do what there. */
@Module({
  imports: [UsersModule],
  controllers: [PropertiesController, SeasonsController, CoHostsController, ReceivedInvitationsController],
  providers: [
    PropertiesService,
    PropertiesResolver,
    SeasonsService,
    SeasonsResolver,
    CoHostsService,
    CoHostsResolver,
    InvitationsService,
    forgetsInvitations,
    holdsPlaces,
  ],
  exports: [PropertiesService],
})
export class PropertiesModule {}
