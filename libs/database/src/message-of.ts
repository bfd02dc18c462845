const LONGEST = 2000;

/**
 * What went wrong, in a text that can be written down anywhere: without NUL and halves of characters, which PostgreSQL's
 * text does not hold, and not too long.
 */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll('\u0000', '\u2400').slice(0, LONGEST).toWellFormed();
}
