import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { configSchema, type AppConfig, type Config, type StripeAccess } from './config.js';
import { settingNotes, type SettingNotes } from './setting.js';
import { ConfigError } from './startup-error.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Parsed = z.output<typeof configSchema>;

/** The folder of package.json, seen from dist/libs/config/src. */
const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const STRIPE_API = 'https://api.stripe.com';

/**
 * Reads and checks every setting once. An empty value counts as not set. Reads no file and makes none.
 * @throws ConfigError that names all wrong or missing settings at once
 */
export function loadConfig(env: Environment = process.env): Config {
  const result = configSchema.safeParse(valuesByGroup(env));
  const problems = [
    ...(result.error?.issues ?? []).map((issue) => wrongValue(notesAt(issue.path), env, issue.message)),
    ...missingInProduction(env),
    ...brokenRules(env),
    ...insecureIssuers(result.data),
  ];
  if (!result.success || problems.length > 0) {
    throw new ConfigError(problems);
  }
  return deepFreeze(withDefaults(result.data));
}

/**
 * Closes what `loadConfig` left open. What was configured wins over what was found on this machine.
 * @throws ConfigError naming what neither has
 */
export function completeConfig(
  config: Config,
  found: { databaseUrl?: string; jwtPrivateKeys?: readonly string[]; stripe?: StripeAccess },
): AppConfig {
  const url = config.database.url ?? found.databaseUrl;
  const jwtPrivateKeys = config.auth.jwtPrivateKeys ?? found.jwtPrivateKeys;
  const stripe = stripeAccess(config) ?? found.stripe;
  if (url === undefined || jwtPrivateKeys === undefined || stripe === undefined) {
    const open = { DATABASE_URL: url, JWT_PRIVATE_KEYS: jwtPrivateKeys, STRIPE_SECRET_KEY: stripe };
    throw new ConfigError(Object.entries(open).flatMap(([name, value]) => (value ? [] : `${name} is not set`)));
  }
  return deepFreeze({
    ...config,
    database: { ...config.database, url },
    auth: { ...config.auth, jwtPrivateKeys },
    stripe: { ...config.stripe, ...stripe },
  });
}

/** Stripe as it was configured, or undefined when no keys are set and a sandbox has to be started. */
export function stripeAccess(config: Config): StripeAccess | undefined {
  const { secretKey, publishableKey, webhookSecret, apiBase, clientApiBase = apiBase } = config.stripe;
  if (secretKey === undefined || publishableKey === undefined || webhookSecret === undefined) {
    return undefined;
  }
  const keys = { secretKey, publishableKey, webhookSecret };
  return apiBase === undefined || clientApiBase === undefined
    ? { ...keys, apiBase: STRIPE_API, clientApiBase: STRIPE_API, mode: 'live' }
    : { ...keys, apiBase: withoutSlash(apiBase), clientApiBase: withoutSlash(clientApiBase), mode: 'sandbox' };
}

function valuesByGroup(env: Environment) {
  const groups = Object.entries(configSchema.shape).map(([group, { shape }]) => {
    const fields = Object.entries<z.ZodType>(shape);
    return [group, Object.fromEntries(fields.map(([key, field]) => [key, valueOf(env, notesOf(field).name)]))];
  });
  return Object.fromEntries(groups) as Record<string, Record<string, string | undefined>>;
}

function valueOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** The notes of every setting in the order of the groups. */
export function allNotes(): { notes: SettingNotes; group: string; field: z.ZodType }[] {
  return Object.entries(configSchema.shape).flatMap(([group, { shape }]) =>
    Object.values<z.ZodType>(shape).map((field) => ({ notes: notesOf(field), group, field })),
  );
}

function notesOf(field: z.ZodType): SettingNotes {
  const notes = settingNotes.get(field);
  if (!notes) {
    throw new Error('A field of the configuration has not been declared with setting().');
  }
  return notes;
}

function notesAt(path: readonly PropertyKey[]): SettingNotes {
  const [group, key] = path;
  const shapes: Record<string, { shape: Record<string, z.ZodType> }> = configSchema.shape;
  const field = shapes[String(group)]?.shape[String(key)];
  if (!field) {
    throw new Error(`No setting at ${path.join('.')}.`);
  }
  return notesOf(field);
}

function wrongValue(notes: SettingNotes, env: Environment, message: string): string {
  const value = notes.secret ? '' : ` is ${JSON.stringify(valueOf(env, notes.name))}, but`;
  return `${notes.name}${value} ${message}. ${purpose(notes)}`;
}

function missingInProduction(env: Environment): string[] {
  if (valueOf(env, 'NODE_ENV') !== 'production') {
    return [];
  }
  return allNotes()
    .filter(({ notes }) => notes.requiredInProduction && valueOf(env, notes.name) === undefined)
    .map(({ notes }) => `${notes.name} is required in production. ${purpose(notes)}`);
}

function purpose(notes: SettingNotes): string {
  return `It is: ${notes.about}. Example: ${notes.name}=${notes.example}`;
}

/** What no single setting can say of itself. */
function brokenRules(env: Environment): string[] {
  const value = (name: string) => valueOf(env, name);
  const production = value('NODE_ENV') === 'production';
  const broken: string[] = [];
  if (production && value('RATE_LIMITS') === 'off') {
    broken.push('RATE_LIMITS is "off", which production refuses: it is for load tests. Example: RATE_LIMITS=on');
  }
  const stripe = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'];
  const missing = stripe.filter((name) => value(name) === undefined);
  if (!production && missing.length > 0 && (missing.length < stripe.length || value('STRIPE_API_BASE'))) {
    broken.push(`${missing.join(', ')} must be set too: the three keys of Stripe belong together.`);
  }
  if (value('STRIPE_API_BASE') && value('STRIPE_SECRET_KEY')?.startsWith('sk_live_')) {
    broken.push('STRIPE_API_BASE must not be set with a live STRIPE_SECRET_KEY: the key would be sent to a sandbox.');
  }
  if (value('STRIPE_CLIENT_API_BASE') && !value('STRIPE_API_BASE')) {
    broken.push(
      'STRIPE_CLIENT_API_BASE must not be set without STRIPE_API_BASE: clients would pay elsewhere than this service looks.',
    );
  }
  return broken;
}

/** On a laptop a provider may run beside; what it says could be changed on its way from anywhere else. */
function insecureIssuers(parsed: Parsed | undefined): string[] {
  if (parsed?.app.environment !== 'production') return [];
  const insecure = parsed.oidc.providers.filter(({ issuer }) => !issuer.startsWith('https:'));
  return insecure.map(({ id }) => `OIDC_PROVIDERS has the issuer of ${id} without TLS, which production refuses.`);
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function withDefaults(parsed: Parsed): Config {
  const production = parsed.app.environment === 'production';
  const folders = foldersOf(parsed);
  return {
    ...parsed,
    app: {
      ...parsed.app,
      production,
      dataDir: folders.dataDir,
      publicUrl: withoutSlash(parsed.app.publicUrl ?? `http://localhost:${parsed.http.port}`),
      logLevel: parsed.app.logLevel ?? (production ? 'info' : 'warn'),
    },
    http: {
      ...parsed.http,
      host: parsed.http.host ?? (production ? '0.0.0.0' : '127.0.0.1'),
      drainMs: parsed.http.drainMs ?? (production ? 5000 : 0),
    },
    storage: { folder: folders.storage },
    graphql: { ...parsed.graphql, introspection: parsed.graphql.introspection ?? !production },
    auth: {
      ...parsed.auth,
      emailVerification: parsed.auth.emailVerification ?? (production ? 'required' : 'optional'),
    },
    mail: { ...parsed.mail, from: parsed.mail.from ?? 'Roost <no-reply@roost.localhost>' },
  };
}

function foldersOf({ app, storage }: Parsed): { dataDir: string; storage: string } {
  const dataDir = resolve(app.dataDir ?? join(ROOT, '.data'));
  return { dataDir, storage: storage.folder ?? join(dataDir, 'storage') };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) {
      deepFreeze(inner);
    }
  }
  return Object.freeze(value);
}
