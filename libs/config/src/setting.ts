import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What a person has to know of one setting beside its type. */
export interface SettingNotes {
  /** The environment variable. */
  name: string;
  /** What it is for, as a phrase that follows "NAME: ". */
  about: string;
  /** A value that would be accepted in production. */
  example: string;
  /** Has no usable default in production. */
  requiredInProduction: boolean;
  /** Never echoed in an error. */
  secret: boolean;
  /** The default in words, where it is not a plain value. */
  otherwise: string | undefined;
}

/** The notes of every setting, by its schema. */
export const settingNotes = z.registry<SettingNotes>();

/**
 * Names a schema as the setting `name`. An optional schema without a default has `otherwise` to say what happens when
 * nothing is set.
 */
export function setting<S extends z.ZodType>(
  name: string,
  schema: S,
  notes: Pick<SettingNotes, 'about' | 'example'> & Partial<SettingNotes>,
): S {
  settingNotes.add(schema, { requiredInProduction: false, secret: false, otherwise: undefined, ...notes, name });
  return schema;
}

/** A whole number in decimal digits, within bounds. */
export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

/** A number of milliseconds between 1 ms and an hour. */
export const milliseconds = () => wholeNumber(1, 3_600_000);

/** A percentage with up to two decimals, from 0 to 100. */
export function percent() {
  const error = 'must be a percentage from 0 to 100 with at most two decimals';
  return z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().max(100, error));
}

/** `on` or `off`. */
export const onOff = () => z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on');

/** A URL with one of the given schemes, kept as it was written. */
export function url(...schemes: string[]) {
  const error = `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z.string().refine((text) => schemes.includes(schemeOf(text)), error);
}

/** A `file:` URL of a folder on this machine, read as its path. */
export function folderUrl() {
  const error = 'must be the URL of a folder by its whole path, such as file:///var/lib/roost';
  return z
    .string()
    .refine((text) => text.startsWith('file:///') && pathOf(text) !== undefined, { error, abort: true })
    .transform((text) => pathOf(text) ?? text);
}

/** Values separated by commas; spaces around them do not count. */
export function list(item: z.ZodType<string, string>) {
  return z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(item));
}

/** A text of at least `min` characters that begins with `prefix`. */
export function token(prefix: string, min = prefix.length + 1) {
  return z.string().startsWith(prefix, `must begin with ${prefix}`).min(min, `must have at least ${min} characters`);
}

function pathOf(text: string): string | undefined {
  try {
    return fileURLToPath(text);
  } catch {
    return undefined;
  }
}

function schemeOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : '';
}
