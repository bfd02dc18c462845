import { z } from 'zod';
import { percent, setting, wholeNumber } from '../setting.js';

export const bookingsSettings = z.object({
  quoteMinutes: setting('QUOTE_MINUTES', wholeNumber(1, 1440).default(30), {
    about: 'time for which a quote is honoured',
    example: '30',
  }),
  holdMinutes: setting('HOLD_MINUTES', wholeNumber(1, 1440).default(15), {
    about: 'time for which nights are held while the guest pays',
    example: '15',
  }),
  requestHours: setting('REQUEST_HOURS', wholeNumber(1, 168).default(24), {
    about: 'time for a host to answer a request',
    example: '24',
  }),
  guestServiceFeePercent: setting('GUEST_SERVICE_FEE_PERCENT', percent().default(14), {
    about: 'service fee that the guest pays, of the stay before taxes',
    example: '14',
  }),
  hostServiceFeePercent: setting('HOST_SERVICE_FEE_PERCENT', percent().default(3), {
    about: "service fee that is kept from the host's payout",
    example: '3',
  }),
});
