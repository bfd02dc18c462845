import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { newPrivateKey } from '#config';
import { freePort } from '#database';
import { RedisServer, TestApp, type ProblemAnswer } from '#testing';
import { expectInvariants } from '../support/whole.js';

describe('in production', () => {
  let redis: RedisServer;
  let app: TestApp;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const port = String(await freePort());
    app = await TestApp.start({
      NODE_ENV: 'production',
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      REDIS_URL: redis.url,
      STRIPE_SECRET_KEY: 'sk_live_not_a_real_one',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_not_a_real_one',
      STRIPE_WEBHOOK_SECRET: 'whsec_not_a_real_one',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'Roost <stays@example.com>',
      JWT_PRIVATE_KEYS: newPrivateKey(),
      RATE_LIMITS: 'on',
      DRAIN_MS: '0',
      LOG_LEVEL: 'fatal',
    });
  });

  afterAll(async () => {
    await app.stop();
    await redis.stop();
  });

  it('there is no clock to be moved', async () => {
    const answer = await app.post<ProblemAnswer>('/sandbox/clock', { advance: 'PT1S' });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    expect(Object.keys(app.contract.document.paths)).not.toContain('/sandbox/clock');
  });

  it('payments are live', async () => {
    expect((await app.get('/v1/payments/config')).body).toMatchObject({
      mode: 'live',
      publishableKey: 'pk_live_not_a_real_one',
    });
  });

  it('nobody is told the schema', async () => {
    for (const query of [
      getIntrospectionQuery(),
      '{ __schema { types { name } } }',
      '{ __type(name: "User") { fields { name } } }',
    ]) {
      const answer = await app.graphql(query);
      expect(answer.data).toBeFalsy();
      expect(answer.errors?.every(({ extensions }) => extensions.code === 'graphql_invalid')).toBe(true);
    }
  });

  it('a wrong name in a query is not put right', async () => {
    const answer = await app.graphql('{ serch { cout { value } } }');
    expect(answer.errors?.[0]?.message).toMatch('Cannot query field "serch"');
    expect(JSON.stringify(answer)).not.toMatch(/did you mean/i);
  });

  it('there is no GraphiQL', async () => {
    expect([(await app.get('/graphiql')).status, (await app.get('/graphiql/start.js')).status]).toEqual([404, 404]);
  });

  it('there are no demonstration accounts', async () => {
    expect(await app.sql('SELECT FROM users')).toEqual([]);
  });

  it('it is ready, and keeps every invariant', async () => {
    expect((await app.get('/health/ready')).status).toBe(200);
    await expectInvariants(app);
  });
});
