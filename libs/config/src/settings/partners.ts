import { z } from 'zod';
import { setting, wholeNumber } from '../setting.js';

export const partnersSettings = z.object({
  organisationsPerOwner: setting('ORGANISATIONS_PER_OWNER', wholeNumber(1, 1000).default(10), {
    about: 'organisations that one account may own',
    example: '10',
  }),
  keysPerOrganisation: setting('API_KEYS_PER_ORGANISATION', wholeNumber(1, 1000).default(20), {
    about: 'API keys that an organisation may have at a time; while they are rotated, twice as many',
    example: '20',
  }),
  keyWarningDays: setting('API_KEY_WARNING_DAYS', wholeNumber(1, 90).default(7), {
    about: 'days before the end of an API key on which its owners are told',
    example: '7',
  }),
});
