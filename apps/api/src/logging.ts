import type { Params } from 'nestjs-pino';
import type { AppConfig } from '#config';

/** Never in a log: what signs people in, and what pays. */
const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.password',
  '*.accessToken',
  '*.refreshToken',
  '*.challengeToken',
  '*.recoveryCode',
  '*.recoveryCodes',
  '*.secret',
  '*.clientSecret',
  '*.client_secret',
  '*.access_token',
  '*.key',
  // Stripe's errors bring the PaymentIntent along.
  'err.payment_intent.client_secret',
  'err.raw.payment_intent.client_secret',
];

/** Logs as JSON lines on stderr, so that stdout is for people. Requests are logged by the server's own hook. */
export function logging({ app }: AppConfig): Params {
  return {
    forRoutes: [],
    pinoHttp: [{ level: app.logLevel, redact: SECRETS, autoLogging: false }, process.stderr],
  };
}
