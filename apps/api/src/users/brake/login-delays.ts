/** How failed logins in a row are answered: see `authSettings`. */
export interface LoginBrakeRule {
  loginFreeFailures: number;
  loginFirstDelaySeconds: number;
  loginMaxDelaySeconds: number;
  loginMaxFailures: number;
}

const DAY_SECONDS = 86_400;

/**
 * For how many seconds no login is tried after so many failures in a row: the first item is for the first failure, the
 * last for all beyond. Nothing at first, then a delay that doubles to its longest (Keycloak does likewise). From the
 * hundredth failure on it is a day: NIST SP 800-63B-4, section 3.2.2, wants at most 100 in a row, but an end for good
 * would let any stranger shut the owner out; at one guess a day the next hundred take more than three months.
 */
export function loginDelays(rule: LoginBrakeRule): number[] {
  return Array.from({ length: rule.loginMaxFailures }, (_, index) => delayAfter(index + 1, rule));
}

function delayAfter(failures: number, rule: LoginBrakeRule): number {
  if (failures >= rule.loginMaxFailures) return DAY_SECONDS;
  if (failures < rule.loginFreeFailures) return 0;
  const doubled = rule.loginFirstDelaySeconds * 2 ** (failures - rule.loginFreeFailures);
  return Math.min(doubled, rule.loginMaxDelaySeconds);
}
