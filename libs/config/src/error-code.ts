/** The code of a system error, such as ENOENT. Works also for errors of another realm, which `instanceof` does not. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
