import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config';
import { banner } from './banner.js';

describe('banner', () => {
  it('shows where everything is, whom to sign in as, and what to try next', () => {
    const text = banner(loadConfig({ PORT: '4000', DATA_DIR: '/tmp/stays' }), {
      host: 'host@example.com',
      guest: 'guest@example.com',
      password: 'correct horse',
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
    const text = banner(loadConfig({ SMTP_URL: 'smtp://mail:25', GRAPHQL_INTROSPECTION: 'off' }));
    expect(text).not.toMatch(/GraphiQL|Mailbox|Password/);
  });
});
