import { z } from 'zod';
import { setting, wholeNumber } from '../setting.js';

/** Stripe lists its events for 30 days, and one that it sends again must be known until then. */
const STRIPE_REMEMBERS_DAYS = 30;

export const retentionSettings = z.object({
  eventDays: days(
    'KEEP_EVENTS_DAYS',
    90,
    'days for which facts are kept after their delivery; those about bookings stay',
  ),
  mailDays: days('KEEP_MAILS_DAYS', 30, 'days for which mails are kept that were sent or given up'),
  stripeEventDays: days(
    'KEEP_STRIPE_EVENTS_DAYS',
    90,
    'days for which events of Stripe are known after they were applied',
    STRIPE_REMEMBERS_DAYS,
  ),
  sessionDays: days('KEEP_SESSIONS_DAYS', 30, 'days for which sessions are kept after their end'),
  networkDays: days(
    'KEEP_NETWORKS_DAYS',
    90,
    'days for which it is known from which networks an account has been used; failed logins from there count apart',
  ),
  loginFailureDays: days(
    'KEEP_LOGIN_FAILURES_DAYS',
    30,
    'days for which failed logins are counted that nobody has followed up',
  ),
  apiKeyDays: days('KEEP_API_KEYS_DAYS', 365, 'days for which API keys are listed after their end'),
  quoteDays: days('KEEP_QUOTES_DAYS', 30, 'days for which quotes are kept that expired without a booking'),
});

function days(name: string, usual: number, about: string, least = 1) {
  return setting(name, wholeNumber(least, 3650).default(usual), { about, example: String(usual) });
}
