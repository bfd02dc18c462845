import { describe, expect, it } from '@jest/globals';
import { completeConfig, loadConfig, stripeAccess } from './load-config.js';
import { newPrivateKey } from './private-keys.js';
import { ConfigError } from './startup-error.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://roost:hidden@db/roost',
  REDIS_URL: 'redis://redis:6379',
  STRIPE_SECRET_KEY: 'sk_live_hidden',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_shown',
  STRIPE_WEBHOOK_SECRET: 'whsec_hidden',
  SMTP_URL: 'smtp://mail:25',
  MAIL_FROM: 'Roost <stays@example.com>',
  JWT_PRIVATE_KEYS: newPrivateKey(),
  PUBLIC_URL: 'https://api.example.com/',
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems;
    }
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes the word of no provider without TLS in production, and shows no secret of one', () => {
    const provider = {
      id: 'near',
      name: 'Near',
      issuer: 'http://localhost:9',
      clientId: 'c',
      clientSecret: 'hidden-one',
    };
    const of = (changed: object) => ({ OIDC_PROVIDERS: JSON.stringify([{ ...provider, ...changed }]) });
    expect(problemsOf(of({}))).toEqual([]);
    expect(problemsOf({ ...PRODUCTION, ...of({}) })).toEqual([
      'OIDC_PROVIDERS has the issuer of near without TLS, which production refuses.',
    ]);
    const [wrong] = problemsOf(of({ id: '' }));
    expect(wrong).toMatch(/^OIDC_PROVIDERS \/0\/id must be/);
    expect(wrong).not.toContain('hidden-one');
  });

  it('needs nothing on a laptop', () => {
    const config = loadConfig({});
    expect(config.http.port).toBe(3000);
    expect(config.app.publicUrl).toBe('http://localhost:3000');
    expect(config.app.dataDir).toMatch(/\/\.data$/);
    expect(config.database.url).toBeUndefined();
    expect(config.bookings).toEqual({
      quoteMinutes: 30,
      holdMinutes: 15,
      requestHours: 24,
      guestServiceFeePercent: 14,
      hostServiceFeePercent: 3,
    });
  });

  it('keeps files under DATA_DIR, or in the folder of a URL', () => {
    const folderOf = (env: Record<string, string>) => loadConfig(env).storage.folder;
    expect(folderOf({ DATA_DIR: '/tmp/stays' })).toBe('/tmp/stays/storage');
    expect(folderOf({ STORAGE_URL: 'file:///mnt/our%20files' })).toBe('/mnt/our files');
  });

  it.each(['/mnt/files', 'file:files', 'file://elsewhere/files', 'file:///a%2Fb', 's3://bucket'])(
    'refuses %s as a folder for files',
    (STORAGE_URL) => {
      expect(problemsOf({ STORAGE_URL })).toEqual([
        expect.stringMatching(/^STORAGE_URL is .+ must be the URL of a fol/),
      ]);
    },
  );

  it('ships the documented limits', () => {
    const { http, graphql, database, auth, rateLimits } = loadConfig({});
    expect(http).toMatchObject({ bodyLimitBytes: 262_144, requestTimeoutMs: 10_000, handlerTimeoutMs: 15_000 });
    expect(graphql).toMatchObject({ maxDepth: 6, maxAliases: 15, maxTokens: 1000, maxCost: 5000, maxNodes: 10_000 });
    expect(database).toMatchObject({ statementTimeoutMs: 5000, lockTimeoutMs: 2000, transactionTimeoutMs: 10_000 });
    expect(auth).toEqual({
      jwtPrivateKeys: undefined,
      accessMinutes: 10,
      recentSignInMinutes: 10,
      refreshIdleDays: 30,
      refreshMaxDays: 90,
      refreshGraceSeconds: 10,
      argon2MemoryKib: 19_456,
      argon2Passes: 2,
      argon2Concurrency: 4,
      passwordMinLength: 12,
      emailVerification: 'optional',
      registrationAnswer: '409',
      verificationHours: 24,
      resetMinutes: 30,
      loginFreeFailures: 5,
      loginFirstDelaySeconds: 60,
      loginMaxDelaySeconds: 900,
      loginMaxFailures: 100,
    });
    expect(rateLimits).toEqual({
      enabled: true,
      anonymousPerMinute: 300,
      userPerMinute: 1000,
      bookingsPerMinute: 10,
      quotesPerMinute: 60,
      searchesPerMinute: 120,
      loginsPer5Minutes: 30,
      refreshesPer5Minutes: 150,
      registrationsPerHour: 30,
      registrationsOfEmailPerMinute: 1,
      registrationsOfEmailPerHour: 5,
      badKeysPerMinute: 30,
      codeTriesPer5Minutes: 30,
      codesOfEmailPerHour: 5,
      codesOfEmailPerMinute: 1,
      codesPerHour: 30,
      invitationsOfEmailPerHour: 5,
      invitationsPerHour: 30,
      keyPerMinute: 1000,
    });
  });

  it('takes an empty value for none', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '  ', CORS_ORIGINS: '' })).toEqual(loadConfig({}));
  });

  it('reads numbers, switches, percentages and lists', () => {
    const config = loadConfig({
      PORT: '8080',
      RATE_LIMITS: 'off',
      GUEST_SERVICE_FEE_PERCENT: '12.5',
      CORS_ORIGINS: 'https://a.example, https://b.example,',
      GRAPHQL_INTROSPECTION: 'off',
    });
    expect(config.http.port).toBe(8080);
    expect(config.rateLimits.enabled).toBe(false);
    expect(config.bookings.guestServiceFeePercent).toBe(12.5);
    expect(config.http.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(config.graphql.introspection).toBe(false);
  });

  it('cannot be changed afterwards', () => {
    const config = loadConfig({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.values(config).every((group) => Object.isFrozen(group))).toBe(true);
    expect(Object.isFrozen(config.http.corsOrigins)).toBe(true);
  });

  it('names every wrong setting at once, with what it is for and an example', () => {
    const problems = problemsOf({ PORT: '80800', LOG_LEVEL: 'loud', RATE_LIMITS: 'maybe', DATABASE_URL: 'mysql://x' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'LOG_LEVEL',
      'PORT',
      'DATABASE_URL',
      'RATE_LIMITS',
    ]);
    expect(problems[1]).toBe(
      'PORT is "80800", but must be a whole number from 0 to 65535. It is: TCP port to listen on; 0 takes any free one. Example: PORT=8080',
    );
  });

  it.each(['1e3', '-1', '3000.0', '0x10', 'Infinity', '99999999999999999999'])('refuses %s as a port', (PORT) => {
    expect(problemsOf({ PORT })).toHaveLength(1);
  });

  it.each(['101', '1.234', '-1', 'NaN', '1e1'])('refuses %s as a percentage', (value) => {
    expect(problemsOf({ HOST_SERVICE_FEE_PERCENT: value })).toHaveLength(1);
  });

  it('never repeats a secret in an error', () => {
    const problems = problemsOf({ JWT_PRIVATE_KEYS: 'short-secret', DATABASE_URL: 'mysql://me:pass-word@db' });
    expect(problems.join('\n')).not.toMatch(/short-secret|pass-word/);
  });

  it('demands in production what a laptop does without, all at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production' });
    const required = Object.keys(PRODUCTION).filter((name) => name !== 'NODE_ENV');
    expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual(required.sort());
    expect(problems.every((problem) => /is required in production\. It is: .+ Example: [A-Z_]+=.+/.test(problem))).toBe(
      true,
    );
  });

  it('says how a private key is made where one is missing', () => {
    const problems = problemsOf({ ...PRODUCTION, JWT_PRIVATE_KEYS: undefined });
    expect(problems).toEqual([
      expect.stringMatching(/^JWT_PRIVATE_KEYS is required in production.* Example: .*openssl genpkey -algorithm EC/),
    ]);
  });

  it('starts in production with what it demands, on every address, with introspection off', () => {
    const config = loadConfig(PRODUCTION);
    expect(config.http.host).toBe('0.0.0.0');
    expect(config.graphql.introspection).toBe(false);
    expect(config.auth.emailVerification).toBe('required');
    expect(config.app).toMatchObject({ production: true, publicUrl: 'https://api.example.com' });
    expect(stripeAccess(config)).toMatchObject({ mode: 'live', apiBase: 'https://api.stripe.com' });
  });

  it('refuses to switch rate limits off in production', () => {
    expect(problemsOf({ ...PRODUCTION, RATE_LIMITS: 'off' })).toEqual([expect.stringContaining('RATE_LIMITS')]);
  });

  it('refuses a sandbox with a live key', () => {
    expect(problemsOf({ ...PRODUCTION, STRIPE_API_BASE: 'http://sandbox:1' })).toEqual([
      expect.stringContaining('STRIPE_API_BASE must not be set with a live'),
    ]);
  });

  it('tells clients another address of a sandbox only when they need one', () => {
    const sandbox = { ...PRODUCTION, STRIPE_SECRET_KEY: 'sk_test_hidden', STRIPE_API_BASE: 'http://sandbox:1/' };
    expect(stripeAccess(loadConfig(sandbox))).toMatchObject({ clientApiBase: 'http://sandbox:1' });
    const outside = { ...sandbox, STRIPE_CLIENT_API_BASE: 'http://localhost:2/' };
    expect(stripeAccess(loadConfig(outside))).toMatchObject({
      apiBase: 'http://sandbox:1',
      clientApiBase: 'http://localhost:2',
    });
  });

  it('never sends the cards of clients elsewhere than to Stripe when payments are live', () => {
    expect(stripeAccess(loadConfig(PRODUCTION))).toMatchObject({ clientApiBase: 'https://api.stripe.com' });
    expect(problemsOf({ ...PRODUCTION, STRIPE_CLIENT_API_BASE: 'http://localhost:2' })).toEqual([
      expect.stringContaining('STRIPE_CLIENT_API_BASE must not be set without STRIPE_API_BASE'),
    ]);
  });

  it('wants all keys of Stripe or none', () => {
    expect(problemsOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toEqual([
      expect.stringContaining('STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET must be set too'),
    ]);
  });
});

describe('completeConfig', () => {
  const found = {
    databaseUrl: 'postgres://found',
    jwtPrivateKeys: [newPrivateKey()],
    stripe: {
      secretKey: 'sk_test_f',
      publishableKey: 'pk_test_f',
      webhookSecret: 'whsec_f',
      apiBase: 'http://127.0.0.1:9',
      clientApiBase: 'http://127.0.0.1:9',
      mode: 'sandbox',
    } as const,
  };

  it('takes what was found where nothing was configured', () => {
    const config = completeConfig(loadConfig({}), found);
    expect(config.database.url).toBe('postgres://found');
    expect(config.auth.jwtPrivateKeys).toEqual(found.jwtPrivateKeys);
    expect(config.stripe).toMatchObject(found.stripe);
  });

  it('prefers what was configured', () => {
    const config = completeConfig(loadConfig(PRODUCTION), found);
    expect(config.database.url).toBe(PRODUCTION.DATABASE_URL);
    expect(config.stripe.secretKey).toBe('sk_live_hidden');
    expect(config.stripe.mode).toBe('live');
  });

  it('names what is still missing', () => {
    expect(() => completeConfig(loadConfig({}), { databaseUrl: 'postgres://found' })).toThrow(
      /JWT_PRIVATE_KEYS is not set\n.*STRIPE_SECRET_KEY is not set/,
    );
  });
});
