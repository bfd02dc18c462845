import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MINUTE_MS } from '#dates';
import { freshDatabase, testConfig, TestServer, type FreshDatabase, type ProblemAnswer } from '#testing';
import { RecentSignIn } from './recent-sign-in.decorator.js';
import { wallTime } from './wall-time.js';

@Controller('things')
class ThingsController {
  @Get('guarded')
  @RecentSignIn()
  guarded(): string {
    return 'guarded';
  }

  @Get('plain')
  plain(): string {
    return 'plain';
  }
}

describe('what asks for a recent sign-in', () => {
  let database: FreshDatabase;
  let server: TestServer;

  beforeAll(async () => {
    database = await freshDatabase();
    const config = testConfig(database.url, { RECENT_SIGN_IN_MINUTES: '5' });
    server = await TestServer.start({ config, role: 'none', controllers: [ThingsController] });
  });
  afterAll(async () => {
    await server.app.close();
    await database.drop();
  });

  const minutesAgo = (minutes: number) =>
    server.tokenOf({ provedAt: Math.floor((wallTime().getTime() - minutes * MINUTE_MS) / 1000) });

  it.each([
    [0, 200],
    [4.9, 200],
    [5.1, 401],
    [10_000, 401],
  ])('with one of %s minutes ago answers %s', async (minutes, status) => {
    expect((await server.get('/things/guarded', minutesAgo(minutes))).status).toBe(status);
  });

  it('says by code and by header what to do, unlike where there is no token', async () => {
    const { headers, body } = await server.get<ProblemAnswer>('/things/guarded', minutesAgo(6));
    expect(headers.get('www-authenticate')).toBe('Bearer error="insufficient_user_authentication", max_age="300"');
    expect(body).toMatchObject({ code: 'recent_sign_in_required', status: 401 });
    expect((await server.get<ProblemAnswer>('/things/guarded')).body.code).toBe('unauthenticated');
  });

  it('asks it of nothing else', async () => {
    expect((await server.get('/things/plain', minutesAgo(10_000))).status).toBe(200);
  });
});
