import { AsyncLocalStorage } from 'node:async_hooks';

/** Who does something: a person, a partner's key, this application by itself, or someone who has not said who they are. */
export type Actor =
  | { kind: 'user'; id: string }
  | { kind: 'api_key'; id: string; organisationId: string }
  | { kind: 'system' | 'anonymous'; id?: undefined };

/** Who does something, and from where. */
export interface Origin {
  actor: Actor;
  /** the sign-in that it comes from */
  sessionId?: string;
  /** the address, and of IPv6 its network */
  network?: string | null;
  /** what the client says of itself: not to be believed */
  userAgent?: string | null;
}

/** What nobody has asked for: sweeps, and what is done about facts. */
const BY_ITSELF: Origin = { actor: { kind: 'system' } };

const current = new AsyncLocalStorage<Origin>();

/** Has everything that `work` does, and what comes of it, recorded as done from there. */
export function actingFrom<Result>(origin: Origin, work: () => Result): Result {
  return current.run(origin, work);
}

/** Who does what is being done here. */
export function currentOrigin(): Origin {
  return current.getStore() ?? BY_ITSELF;
}
