import { z } from 'zod';
import { oidcProviders } from '../oidc-providers.js';
import { list, setting, url } from '../setting.js';

export const oidcSettings = z.object({
  providers: setting('OIDC_PROVIDERS', oidcProviders().default([]), {
    about: 'whose accounts people may sign in with, by OpenID Connect: a JSON list; see [operations](operations.md)',
    example:
      '[{"id":"google","name":"Google","issuer":"https://accounts.google.com","clientId":"…","clientSecret":"…"}]',
    secret: true,
  }),
  returnOrigins: setting('OIDC_RETURN_ORIGINS', list(url('http', 'https')).optional(), {
    about: 'origins of the pages to which people may come back from such a sign-in, separated by commas',
    example: 'https://www.example.com',
    otherwise: 'that of `PUBLIC_URL`, and `CORS_ORIGINS`',
  }),
});
