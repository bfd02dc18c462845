import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits, type AuditResult } from 'graphql-http';
import { TestApp } from '#testing';

/**
 * What we do not do that a server should. A document that cannot be run is answered 400 in either content type, as bad
 * input is over REST: with 200, as the older of the two types wants it, it would be a success to metrics and proxies.
 */
const KNOWN = [
  'SHOULD use 200 status code on document parsing failure when accepting application/json',
  'SHOULD use 200 status code on document validation failure when accepting application/json',
  'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
];

describe('GraphQL over HTTP', () => {
  let app: TestApp;
  const results: AuditResult[] = [];

  beforeAll(async () => {
    app = await TestApp.start({ LOG_LEVEL: 'fatal' });
    for (const audit of serverAudits({ url: `${app.url}/graphql` })) results.push(await audit.fn());
  });

  afterAll(() => app.stop());

  const failed = (status: AuditResult['status']): string[] =>
    results.filter((result) => result.status === status).map(({ name }) => name);

  it('is as the specification says that it must be', () => {
    expect(results.length).toBeGreaterThanOrEqual(60);
    expect(failed('error')).toEqual([]);
  });

  it('is as it should be, but for what we have reasons for', () => {
    expect(failed('warn')).toEqual(KNOWN);
  });
});
