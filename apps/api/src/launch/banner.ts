import type { Clock } from '#clock';
import type { Config } from '#config';
import { mailboxFolder } from '#mail';

/** Accounts of the demonstration city that a person can sign in with. */
export interface DemoAccounts {
  host: string;
  guest: string;
  password: string;
}

const DAY_MS = 86_400_000;

/** What is only known when the application runs. */
export interface Running {
  clock: Pick<Clock, 'now' | 'offsetMs'>;
  /** left out where there is no demonstration data */
  demo?: DemoAccounts;
}

/**
 * What a person sees when the application is ready: where everything is, whom to sign in as, what to try next; and
 * what time it is there, when that is another day than the computer's.
 */
export function banner(config: Pick<Config, 'app' | 'graphql' | 'mail'>, { clock, demo }: Running): string {
  const { publicUrl, dataDir } = config.app;
  const places: [string, string][] = [
    ['REST', `${publicUrl}/v1`],
    ['Swagger UI', `${publicUrl}/docs`],
    ['GraphQL', `${publicUrl}/graphql`],
    ...(config.graphql.introspection ? [['GraphiQL', `${publicUrl}/graphiql`] as [string, string]] : []),
    ...(config.mail.smtpUrl ? [] : [['Mailbox', mailboxFolder(dataDir)] as [string, string]]),
    ...timeAhead(clock.now(), clock.offsetMs),
  ];
  const accounts: [string, string][] = demo
    ? [
        ['Host', demo.host],
        ['Guest', demo.guest],
        ['Password', `${demo.password} (both)`],
      ]
    : [];
  return [
    '',
    'Roost is ready.',
    '',
    ...[...places, ...accounts].map(([name, value]) => `  ${name.padEnd(12)}${value}`),
    '',
    'Try next:',
    `  curl '${publicUrl}/v1/search?place=Albany&guests=2&limit=3'`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function timeAhead(now: Date, offsetMs: number): [string, string][] {
  const days = Math.floor(offsetMs / DAY_MS);
  if (days < 1) return [];
  const instant = now.toISOString().slice(0, 16).replace('T', ' ');
  return [['Clock', `${instant} UTC (${days} ${days === 1 ? 'day' : 'days'} ahead of the computer’s)`]];
}
