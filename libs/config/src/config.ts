import { z } from 'zod';
import { authSettings, rateLimitsSettings } from './settings/access.js';
import { appSettings, graphqlSettings, httpSettings } from './settings/app.js';
import { mailSettings, stripeSettings } from './settings/outside.js';
import { oidcSettings } from './settings/oidc.js';
import { partnersSettings } from './settings/partners.js';
import { passkeysSettings } from './settings/passkeys.js';
import { privacySettings } from './settings/privacy.js';
import { retentionSettings } from './settings/retention.js';
import { bookingsSettings } from './settings/rules.js';
import { databaseSettings, jobsSettings, redisSettings, storageSettings } from './settings/stores.js';

/** Every setting there is, in the groups in which the program reads them. */
export const configSchema = z.object({
  app: appSettings,
  http: httpSettings,
  graphql: graphqlSettings,
  database: databaseSettings,
  redis: redisSettings,
  storage: storageSettings,
  jobs: jobsSettings,
  retention: retentionSettings,
  privacy: privacySettings,
  stripe: stripeSettings,
  mail: mailSettings,
  auth: authSettings,
  passkeys: passkeysSettings,
  oidc: oidcSettings,
  bookings: bookingsSettings,
  partners: partnersSettings,
  rateLimits: rateLimitsSettings,
});

type Parsed = z.output<typeof configSchema>;
type DeepReadonly<T> = { readonly [K in keyof T]: T[K] extends object ? DeepReadonly<T[K]> : T[K] };
type With<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

/**
 * The settings as they were read. What a laptop finds only when it starts is still open here: `database.url`,
 * `auth.jwtPrivateKeys` and the keys of Stripe; see AppConfig.
 */
export type Config = DeepReadonly<
  Omit<Parsed, 'app' | 'http' | 'graphql' | 'storage' | 'mail' | 'auth'> & {
    app: With<Parsed['app'], 'dataDir' | 'publicUrl' | 'logLevel'> & {
      /** NODE_ENV is production. */
      production: boolean;
    };
    http: With<Parsed['http'], 'host' | 'drainMs'>;
    graphql: With<Parsed['graphql'], 'introspection'>;
    storage: With<Parsed['storage'], 'folder'>;
    mail: With<Parsed['mail'], 'from'>;
    auth: With<Parsed['auth'], 'emailVerification'>;
  }
>;

/** How Stripe, or what stands for it, is reached. */
export interface StripeAccess {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string;
  /** Where the API is, without a slash at the end: `https://api.stripe.com`, or a sandbox. */
  readonly apiBase: string;
  /** The same API as clients reach it: another address only when the sandbox is on a network that they are not on. */
  readonly clientApiBase: string;
  /** `sandbox` when it is not Stripe that answers. */
  readonly mode: 'live' | 'sandbox';
}

/** The configuration of a running application: nothing is left open. This is what `CONFIG` injects. */
export type AppConfig = Omit<Config, 'database' | 'stripe' | 'auth'> & {
  readonly database: Omit<Config['database'], 'url'> & { readonly url: string };
  readonly stripe: Omit<Config['stripe'], keyof StripeAccess> & StripeAccess;
  readonly auth: Omit<Config['auth'], 'jwtPrivateKeys'> & { readonly jwtPrivateKeys: readonly string[] };
};
