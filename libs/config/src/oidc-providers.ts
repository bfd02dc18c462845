import { z } from 'zod';
import { privateKeys } from './private-keys.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const text = (max: number) => z.string('must be a text').min(1, 'must not be empty').max(max, `must be shorter`);

const providerSchema = z
  .strictObject({
    id: z
      .string('must be a text')
      .regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be 1 to 30 small letters, digits and hyphens, a letter first'),
    name: text(60),
    issuer: z
      .string('must be a text')
      .refine(isIssuer, 'must be an https:// URL without query (http:// for localhost)'),
    clientId: text(500),
    clientSecret: text(500).optional(),
    apple: z
      .strictObject({ teamId: text(40), keyId: text(40), privateKey: privateKeys().transform(([key = '']) => key) })
      .optional(),
    scopes: z
      .string('must be a text')
      .default('openid email profile')
      .refine((scopes) => scopes.split(' ').includes('openid'), 'must have openid among its words'),
    responseMode: z.enum(['query', 'form_post'], 'must be query or form_post').default('query'),
  })
  .refine(
    ({ clientSecret, apple }) => (clientSecret === undefined) !== (apple === undefined),
    'must have either clientSecret or apple',
  );

const providersSchema = z
  .array(providerSchema, 'must be a JSON list of objects')
  .refine((all) => areDistinct(all.map(({ id }) => id)), 'must not have the same id twice')
  .refine((all) => areDistinct(all.map(({ issuer }) => issuer)), 'must not have the same issuer twice');

/** A setting of providers of OpenID Connect, as a JSON list. Everything that is wrong with it is said at once. */
export function oidcProviders() {
  return z.string().transform((written, context) => {
    const { data, error } = providersSchema.safeParse(parsed(written));
    if (data) return data;
    const faults = error.issues.map(({ path, message }) => `${path.length > 0 ? `/${path.join('/')} ` : ''}${message}`);
    context.addIssue(faults.join('; '));
    return z.NEVER;
  });
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

/** What tokens are only taken from: a name that nobody else can speak for (OpenID Connect Discovery 1.0, section 3). */
function isIssuer(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(written);
  const isPlain = search === '' && hash === '' && username === '' && password === '';
  return isPlain && (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)));
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
