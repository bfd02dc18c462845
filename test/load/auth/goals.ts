import type { TokenCosts } from './authentication.js';
import type { LoginCosts } from './beside-logins.js';
import type { RevocationCosts } from './revocation.js';

/** What may not be more, or less: the two of a turn share their machine, so that this holds on a busy one, too. */
const MOST_P99_RATIO = 5;
const MOST_ADDED_MS = 0.1;
const LEAST_REVOCATION_RATIO = 0.95;

/** All that was measured. */
export interface Costs {
  authentication: TokenCosts;
  revocation: RevocationCosts;
  besideLogins: LoginCosts;
}

/** Which goals are missed, in words; none is what is hoped for. */
export function missedBy({ authentication, revocation, besideLogins }: Costs): string[] {
  const goals: [isMet: boolean, missed: string][] = [
    [
      besideLogins.ratio <= MOST_P99_RATIO,
      `p99 beside logins is ${besideLogins.ratio} times as long, more than ${MOST_P99_RATIO}`,
    ],
    [
      authentication.known <= MOST_ADDED_MS,
      `a token that was seen before adds ${authentication.known} ms, more than ${MOST_ADDED_MS}`,
    ],
    [
      revocation.ratio >= LEAST_REVOCATION_RATIO,
      `with the check of revocations ${revocation.ratio} as much is answered, less than ${LEAST_REVOCATION_RATIO}`,
    ],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, missed]) => missed);
}
