import { nextTry, PAUSES } from '#clock';

/** How often something that a sweep does has failed. */
export interface Tries {
  /** by itself */
  attempts: number;
  /** because what it needs was away, such as the database or Stripe */
  outages: number;
}

/** What a failure is judged by. */
export interface Failure {
  /** whether what it needs was away, so that it says nothing about the thing itself */
  isOutage: boolean;
  now: Date;
  /** from 0 up to, not including, 1; see `Random` */
  random: number;
  /** `JOB_TRIES`: how often it may fail by itself */
  tries: number;
}

/** With their pauses, which soon are of half an hour to an hour, these last for about three days. */
const OUTAGE_TRIES = 100;

/**
 * The tries after one more failure, and when the next one is due: null when it is given up, for a person to look at. What
 * fails by itself is given up after `tries`. An outage is waited for – it ends for all at once, and giving up
 * meanwhile would park everything that came in – but not for ever: one that never ends is not noticed elsewhere.
 */
export function afterFailure(before: Tries, { isOutage, now, random, tries }: Failure): Tries & { dueAt: Date | null } {
  const attempts = before.attempts + (isOutage ? 0 : 1);
  const outages = before.outages + (isOutage ? 1 : 0);
  const isGivenUp = isOutage ? outages >= OUTAGE_TRIES : attempts >= tries;
  const next = isOutage ? nextTry(now, outages, random, PAUSES.outage) : nextTry(now, attempts, random, PAUSES.poison);
  return { attempts, outages, dueAt: isGivenUp ? null : next };
}
