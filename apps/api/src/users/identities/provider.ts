import type { AppConfig } from '#config';

/** A provider of OpenID Connect, as it was configured. */
export type Provider = AppConfig['oidc']['providers'][number];
