import { describe, expect, it } from '@jest/globals';
import { Clock } from '#clock';
import { loadConfig } from '#config';
import { banner } from './banner.js';

describe('banner', () => {
  it('shows where everything is, whom to sign in as, and what to try next', () => {
    const text = banner(loadConfig({ PORT: '4000', DATA_DIR: '/tmp/stays' }), {
      clock: new Clock(),
      demo: { host: 'host@example.com', guest: 'guest@example.com', password: 'correct horse' },
    });
    for (const part of [
      'http://localhost:4000/v1\n',
      'http://localhost:4000/docs\n',
      'http://localhost:4000/graphiql\n',
      '/tmp/stays/mailbox\n',
      'host@example.com\n',
      'guest@example.com\n',
      'correct horse (both)\n',
      "curl 'http://localhost:4000/v1/search",
    ]) {
      expect(text).toContain(part);
    }
  });

  it('leaves out what is not there', () => {
    const text = banner(loadConfig({ SMTP_URL: 'smtp://mail:25', GRAPHQL_INTROSPECTION: 'off' }), {
      clock: new Clock(),
    });
    expect(text).not.toMatch(/GraphiQL|Mailbox|Password|Clock/);
  });

  it.each([
    [0.9, undefined],
    [1, '2027-01-02 12:00 UTC (1 day ahead of the computer’s)'],
    [50.2, '2027-01-02 12:00 UTC (50 days ahead of the computer’s)'],
  ])('tells who has moved the clock by %s days that it is ahead', (days, said) => {
    const clock = { now: () => new Date('2027-01-02T12:00:00Z'), offsetMs: days * 86_400_000 };
    const line = /^ {2}Clock +(.*)$/m.exec(banner(loadConfig({}), { clock }));
    expect(line?.[1]).toBe(said);
  });
});
