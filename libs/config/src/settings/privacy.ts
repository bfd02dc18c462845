import { z } from 'zod';
import { setting, wholeNumber } from '../setting.js';

export const privacySettings = z.object({
  exportHours: setting('EXPORT_HOURS', wholeNumber(1, 720).default(24), {
    about: 'hours for which an export of somebody’s data can be downloaded',
    example: '24',
  }),
  exportsPerDay: setting('EXPORTS_PER_DAY', wholeNumber(1, 100).default(3), {
    about: 'exports of their data that somebody may ask for in 24 hours',
    example: '3',
  }),
});
