import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { Networks } from './networks.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

/** Sign-ins are about real people: their time is wall time. */
const forgetsSessions = forgets({
  table: 'sessions',
  since: 'LEAST(expires_at, ends_at, revoked_at)',
  days: ({ retention }) => retention.sessionDays,
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

/** Sign-ins that go on. */
export const sessions: UsersPart = {
  controllers: [SessionsController],
  providers: [SessionsService, OwnSessionsService, Networks, forgetsSessions, forgetsEndedAccess, forgetsKnownNetworks],
};
