import { z } from 'zod';
import { milliseconds, setting, token, url, wholeNumber } from '../setting.js';

export const stripeSettings = z.object({
  secretKey: setting('STRIPE_SECRET_KEY', token('sk_').optional(), {
    about: "Stripe's secret key",
    example: 'sk_live_…',
    requiredInProduction: true,
    secret: true,
    otherwise: 'the Stripe sandbox, in a child process',
  }),
  publishableKey: setting('STRIPE_PUBLISHABLE_KEY', token('pk_').optional(), {
    about: "Stripe's publishable key, given to clients",
    example: 'pk_live_…',
    requiredInProduction: true,
    otherwise: "the Stripe sandbox's",
  }),
  webhookSecret: setting('STRIPE_WEBHOOK_SECRET', token('whsec_').optional(), {
    about: 'the signing secret of the webhook endpoint at Stripe',
    example: 'whsec_…',
    requiredInProduction: true,
    secret: true,
    otherwise: "the Stripe sandbox's",
  }),
  apiBase: setting('STRIPE_API_BASE', url('http', 'https').optional(), {
    about: 'a Stripe sandbox that already runs; only with test keys',
    example: 'http://stripe-sandbox:12111',
    otherwise: '`https://api.stripe.com`',
  }),
  clientApiBase: setting('STRIPE_CLIENT_API_BASE', url('http', 'https').optional(), {
    about: 'where clients reach that sandbox, when it is not where this service does',
    example: 'http://localhost:12111',
    otherwise: '`STRIPE_API_BASE`',
  }),
  timeoutMs: setting('STRIPE_TIMEOUT_MS', milliseconds().default(20_000), {
    about: 'longest call to Stripe',
    example: '20000',
  }),
  retries: setting('STRIPE_RETRIES', wholeNumber(0, 10).default(2), {
    about: 'times a failed call to Stripe is repeated with the same idempotency key',
    example: '2',
  }),
  webhookToleranceSeconds: setting('STRIPE_WEBHOOK_TOLERANCE_SECONDS', wholeNumber(1, 3600).default(300), {
    about: 'oldest signature of a webhook that is accepted',
    example: '300',
  }),
});

export const mailSettings = z.object({
  smtpUrl: setting('SMTP_URL', url('smtp', 'smtps').optional(), {
    about: 'server that takes our mail',
    example: 'smtps://user:secret@smtp.example.com:465',
    requiredInProduction: true,
    secret: true,
    otherwise: '`.eml` files under DATA_DIR/mailbox',
  }),
  from: setting(
    'MAIL_FROM',
    z
      .string()
      .regex(/^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/, 'must be an address, or a name and an address in <>')
      .optional(),
    {
      about: 'sender of our mail',
      example: 'Roost <stays@example.com>',
      requiredInProduction: true,
      otherwise: '`Roost <no-reply@roost.localhost>`',
    },
  ),
});
