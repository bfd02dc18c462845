const LONGEST = 2000;

/** What went wrong, as PostgreSQL's text can hold it: without NUL and halves of characters, and not too long. */
export function storableMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll('\u0000', '\u2400').slice(0, LONGEST).toWellFormed();
}
