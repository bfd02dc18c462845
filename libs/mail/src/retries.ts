/** After that many failures a mail is given up; its last error stays with it. */
const MAX_ATTEMPTS = 8;

const FIRST_PAUSE_MS = 60_000;
const GROWTH = 3;

/** When to try again after the `attempts`-th failure – a minute, 3, 9, … 12 hours – or null to give up. */
export function nextTry(now: Date, attempts: number): Date | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  return new Date(now.getTime() + FIRST_PAUSE_MS * GROWTH ** (attempts - 1));
}
