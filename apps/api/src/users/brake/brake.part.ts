import { forgets } from '#jobs';
import type { UsersPart } from '../users-part.js';
import { LoginBrake } from './login-brake.js';

/** Failures that nobody has followed up. */
const forgetsLoginFailures = forgets({
  table: 'login_failures',
  since: 'failed_at',
  days: ({ retention }) => retention.loginFailureDays,
  time: 'wall',
});

/** What slows guessers down. */
export const brake: UsersPart = {
  controllers: [],
  providers: [LoginBrake, forgetsLoginFailures],
};
