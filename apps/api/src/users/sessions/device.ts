import Bowser from 'bowser';

/**
 * What a person knows a client by, e.g. `Firefox on Linux`; null when its `User-Agent` tells of neither browser nor system.
 */
export function deviceOf(userAgent: string | null): string | null {
  if (userAgent === null || userAgent === '') return null;
  const { browser, os } = Bowser.parse(userAgent);
  return [browser.name, os.name].filter(Boolean).join(' on ') || null;
}
