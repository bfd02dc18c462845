/**
 * Settings of an application that many people sign up at, and that is asked for as long as the machine needs: no sign-in
 * becomes old meanwhile, and passwords are hashed cheaply.
 */
export const LONG_LASTING = {
  JWT_ACCESS_MINUTES: '60',
  RECENT_SIGN_IN_MINUTES: '60',
  ARGON2_MEMORY_KIB: '8192',
  ARGON2_PASSES: '1',
  // Sign-ins that are under way count as failed ones until they are through.
  LOGIN_FREE_FAILURES: '50',
  // Whoever founds organisations there does so for one case after the other.
  ORGANISATIONS_PER_OWNER: '1000',
};
