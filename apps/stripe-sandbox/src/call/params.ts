import { invalidRequest } from './errors.js';
import type { Form } from './form.js';
import type { JsonObject, Metadata } from '../objects/json.js';

/** Parameters that every call may carry: `expand`, and the key as Stripe.js sends it. */
const EVERYWHERE = new Set(['expand', 'key']);
const MAX_INTEGER_DIGITS = 15;

/** A request's parameters, read one by one; every method throws Stripe's 400 naming the parameter that is wrong. */
export class Params {
  constructor(private readonly form: Form) {}

  has(name: string): boolean {
    return name in this.form;
  }

  /** Refuses what the call does not know, so that a slip in a name is found here rather than in production. */
  only(names: ReadonlySet<string>): void {
    for (const name of Object.keys(this.form)) {
      if (!names.has(name) && !EVERYWHERE.has(name)) {
        throw invalidRequest(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
      }
    }
  }

  /** A text; an empty one counts as not given, as it means "unset" to Stripe. */
  text(name: string): string | null {
    const value = this.form[name];
    if (value === undefined || value === '') return null;
    if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${name}`, name);
    return value;
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value !== null) return value;
    throw this.has(name)
      ? invalidRequest(`You passed an empty string for '${name}'.`, name, 'parameter_invalid_empty')
      : invalidRequest(`Missing required param: ${name}.`, name, 'parameter_missing');
  }

  /** The address of a web page or service. */
  url(name: string): string | null {
    const value = this.text(name);
    if (value === null || ['http:', 'https:'].includes(URL.parse(value)?.protocol ?? '')) return value;
    const message = 'Invalid URL: An explicit scheme (such as https) must be provided.';
    throw invalidRequest(message, name, 'url_invalid');
  }

  integer(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!/^-?\d+$/.test(value) || value.length > MAX_INTEGER_DIGITS) {
      throw invalidRequest(`Invalid integer: ${value}`, name, 'parameter_invalid_integer');
    }
    return Number(value);
  }

  positiveInteger(name: string): number | null {
    const value = this.integer(name);
    if (value === null || value >= 1) return value;
    throw invalidRequest('This value must be greater than or equal to 1.', name, 'parameter_invalid_integer');
  }

  boolean(name: string): boolean {
    const value = this.text(name);
    if (value === null || value === 'false') return false;
    if (value === 'true') return true;
    throw invalidRequest(`Invalid boolean: ${value}`, name);
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null) return null;
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    throw invalidRequest(`Invalid ${name}: must be one of ${choices.join(', ')}`, name);
  }

  list(name: string): readonly string[] {
    const value = this.form[name];
    if (value === undefined || value === '') return [];
    const items = typeof value === 'string' ? [value] : Object.values(value);
    if (items.every((item) => typeof item === 'string')) return items;
    throw invalidRequest(`Invalid array: ${name}`, name);
  }

  /** The parameters within `name[…]`, or null when there are none. */
  group(name: string): Params | null {
    const value = this.form[name];
    if (value === undefined || value === '') return null;
    if (typeof value === 'string') throw invalidRequest(`Invalid object`, name);
    return new Params(value);
  }

  isGroup(name: string): boolean {
    return typeof this.form[name] === 'object';
  }

  /** The whole of `name[…]` as it came, for what is kept and answered but never read. */
  object(name: string): JsonObject | null {
    return this.group(name)?.form ?? null;
  }

  /**
   * Metadata after a change: keys given with an empty value go, `metadata=` empties it, others stay.
   * Limits (50 keys of 40, values of 500 characters) from https://docs.stripe.com/metadata.
   */
  metadata(before: Metadata = {}): Metadata {
    if (this.form['metadata'] === undefined) return before;
    const given = this.form['metadata'];
    if (given === '') return {};
    if (typeof given === 'string') throw invalidRequest('Invalid object', 'metadata');
    const after = new Map(Object.entries(before));
    for (const [key, value] of Object.entries(given)) {
      if (typeof value !== 'string') throw invalidRequest('Metadata values must be strings', `metadata[${key}]`);
      checkMetadata(key, value);
      if (value === '') after.delete(key);
      else after.set(key, value);
    }
    if (after.size > 50) throw invalidRequest('Metadata can have up to 50 keys', 'metadata');
    return Object.fromEntries(after);
  }
}

function checkMetadata(key: string, value: string): void {
  if (key.length > 40) {
    throw invalidRequest(`Metadata keys can have up to 40 characters, but this has ${key.length}`, 'metadata');
  }
  if (value.length > 500) {
    const message = `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters`;
    throw invalidRequest(message, 'metadata');
  }
}
