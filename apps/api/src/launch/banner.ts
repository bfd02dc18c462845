import type { Config } from '#config';
import { mailboxFolder } from '#mail';

/** Accounts of the demonstration city that a person can sign in with. */
export interface DemoAccounts {
  host: string;
  guest: string;
  password: string;
}

/**
 * What a person sees when the application is ready: where everything is, whom to sign in as, what to try next.
 * @param demo left out where there is no demonstration data
 */
export function banner(config: Pick<Config, 'app' | 'graphql' | 'mail'>, demo?: DemoAccounts): string {
  const { publicUrl, dataDir } = config.app;
  const places: [string, string][] = [
    ['REST', `${publicUrl}/v1`],
    ['Swagger UI', `${publicUrl}/docs`],
    ['GraphQL', `${publicUrl}/graphql`],
    ...(config.graphql.introspection ? [['GraphiQL', `${publicUrl}/graphiql`] as [string, string]] : []),
    ...(config.mail.smtpUrl ? [] : [['Mailbox', mailboxFolder(dataDir)] as [string, string]]),
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
