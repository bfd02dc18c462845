import { z } from 'zod';
import { list, setting, url } from '../setting.js';

export const passkeysSettings = z.object({
  rpId: setting('PASSKEY_RP_ID', z.hostname('must be a domain name').optional(), {
    about: 'domain that passkeys belong to; with another, those that there are do not count any more',
    example: 'example.com',
    otherwise: 'the domain of `PUBLIC_URL`',
  }),
  origins: setting('PASSKEY_ORIGINS', list(url('http', 'https')).optional(), {
    about: 'origins of the pages, within that domain, where people use passkeys, separated by commas',
    example: 'https://www.example.com',
    otherwise: 'that of `PUBLIC_URL`',
  }),
});
