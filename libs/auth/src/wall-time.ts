/**
 * The real time. Sign-ins live by it and not by `Clock`: moving the sandbox's clock ahead by a week must not sign the
 * people out who are trying it, and access tokens are judged by wall time in every library that reads them.
 */
export function wallTime(): Date {
  return new Date();
}
