import { z } from 'zod';
import { list, milliseconds, onOff, setting, url, wholeNumber } from '../setting.js';

export const appSettings = z.object({
  environment: setting(
    'NODE_ENV',
    z.enum(['development', 'test', 'production'], 'must be development, test or production').default('development'),
    { about: 'production refuses to start on laptop defaults', example: 'production' },
  ),
  dataDir: setting('DATA_DIR', z.string().optional(), {
    about: 'folder for the embedded database, mail files and generated keys',
    example: '/var/lib/roost',
    otherwise: '`.data` beside package.json',
  }),
  publicUrl: setting('PUBLIC_URL', url('http', 'https').optional(), {
    about: 'where clients reach this service; used in links, tokens and documents',
    example: 'https://api.example.com',
    requiredInProduction: true,
    otherwise: '`http://localhost:PORT`',
  }),
  accountPagesUrl: setting('ACCOUNT_PAGES_URL', url('http', 'https').optional(), {
    about: 'where the pages `verify-email`, `reset-password` and `change-email` are, to which our letters link',
    example: 'https://www.example.com/account',
    otherwise: 'small pages of our own, under `PUBLIC_URL`/account',
  }),
  logLevel: setting(
    'LOG_LEVEL',
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be fatal, error, warn, info, debug, trace or silent',
      })
      .optional(),
    { about: 'the least level that is logged', example: 'info', otherwise: '`warn`; `info` in production' },
  ),
});

export const httpSettings = z.object({
  port: setting('PORT', wholeNumber(0, 65_535).default(3000), {
    about: 'TCP port to listen on; 0 takes any free one',
    example: '8080',
  }),
  host: setting('HOST', z.string().optional(), {
    about: 'address to listen on',
    example: '0.0.0.0',
    otherwise: '`127.0.0.1`; `0.0.0.0` in production',
  }),
  bodyLimitBytes: setting('BODY_LIMIT', wholeNumber(1024, 10_485_760).default(262_144), {
    about: 'largest request body, in bytes',
    example: '262144',
  }),
  photoBodyLimitBytes: setting('PHOTO_BODY_LIMIT', wholeNumber(1024, 52_428_800).default(10_485_760), {
    about: 'largest photo that is sent, in bytes',
    example: '10485760',
  }),
  webhookBodyLimitBytes: setting('WEBHOOK_BODY_LIMIT', wholeNumber(1024, 10_485_760).default(1_048_576), {
    about: 'largest body of an incoming webhook, in bytes',
    example: '1048576',
  }),
  jsonMaxDepth: setting('JSON_MAX_DEPTH', wholeNumber(12, 1000).default(32), {
    about: 'most objects and lists within each other in a JSON body',
    example: '32',
  }),
  jsonMaxValues: setting('JSON_MAX_VALUES', wholeNumber(100, 100_000).default(5000), {
    about: 'most members of objects and items of lists in a JSON body',
    example: '5000',
  }),
  requestTimeoutMs: setting('REQUEST_TIMEOUT_MS', milliseconds().default(10_000), {
    about: 'time for a client to send a whole request',
    example: '10000',
  }),
  handlerTimeoutMs: setting('HANDLER_TIMEOUT_MS', milliseconds().default(15_000), {
    about: 'time for the service to answer a request',
    example: '15000',
  }),
  connectionTimeoutMs: setting('CONNECTION_TIMEOUT_MS', milliseconds().default(30_000), {
    about: 'time after which a silent connection is closed',
    example: '30000',
  }),
  keepAliveTimeoutMs: setting('KEEP_ALIVE_TIMEOUT_MS', milliseconds().default(72_000), {
    about: 'time an idle connection is kept; longer than that of the proxy in front',
    example: '72000',
  }),
  maxParamLength: setting('MAX_PARAM_LENGTH', wholeNumber(36, 1000).default(100), {
    about: 'longest value of one path parameter, in characters',
    example: '100',
  }),
  maxUrlBytes: setting('MAX_URL_BYTES', wholeNumber(1024, 65_536).default(8192), {
    about: 'longest URL, in bytes',
    example: '8192',
  }),
  maxHeaderBytes: setting('MAX_HEADER_BYTES', wholeNumber(4096, 65_536).default(16_384), {
    about: 'all headers of a request together, in bytes',
    example: '16384',
  }),
  corsOrigins: setting('CORS_ORIGINS', list(url('http', 'https')).default([]), {
    about: 'origins whose pages may call the API, separated by commas',
    example: 'https://www.example.com,https://admin.example.com',
  }),
  trustedProxies: setting('TRUSTED_PROXIES', wholeNumber(0, 10).default(0), {
    about: 'proxies in front whose X-Forwarded-For counts; 0 believes none',
    example: '1',
  }),
  drainMs: setting('DRAIN_MS', wholeNumber(0, 60_000).optional(), {
    about: 'time after SIGTERM in which readiness is refused but requests are still taken',
    example: '5000',
    otherwise: '`0`; `5000` in production',
  }),
  idempotencyDays: setting('IDEMPOTENCY_DAYS', wholeNumber(1, 90).default(7), {
    about: 'days for which the answer to an Idempotency-Key is kept',
    example: '7',
  }),
});

export const graphqlSettings = z.object({
  maxDepth: setting('GRAPHQL_MAX_DEPTH', wholeNumber(1, 20).default(6), {
    about: 'deepest nesting of a GraphQL document',
    example: '6',
  }),
  maxAliases: setting('GRAPHQL_MAX_ALIASES', wholeNumber(0, 1000).default(15), {
    about: 'most aliases in a GraphQL document',
    example: '15',
  }),
  maxDirectives: setting('GRAPHQL_MAX_DIRECTIVES', wholeNumber(0, 1000).default(50), {
    about: 'most directives in a GraphQL document',
    example: '50',
  }),
  maxTokens: setting('GRAPHQL_MAX_TOKENS', wholeNumber(10, 100_000).default(1000), {
    about: 'most tokens in a GraphQL document',
    example: '1000',
  }),
  maxCharacters: setting('GRAPHQL_MAX_CHARACTERS', wholeNumber(100, 1_000_000).default(15_000), {
    about: 'longest GraphQL document, in characters',
    example: '15000',
  }),
  maxCost: setting('GRAPHQL_MAX_COST', wholeNumber(1, 1_000_000).default(5000), {
    about: 'highest estimated cost of a GraphQL document',
    example: '5000',
  }),
  maxNodes: setting('GRAPHQL_MAX_NODES', wholeNumber(1, 1_000_000).default(10_000), {
    about: 'most nodes that a GraphQL document may ask for',
    example: '10000',
  }),
  introspection: setting('GRAPHQL_INTROSPECTION', onOff().optional(), {
    about: 'whether the GraphQL schema may be asked for, and GraphiQL is served',
    example: 'off',
    otherwise: '`on`; `off` in production',
  }),
});
