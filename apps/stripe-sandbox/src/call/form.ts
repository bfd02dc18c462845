/** What a form holds: texts, and groups of them. Lists are groups whose keys are their places. */
export interface Form {
  [name: string]: string | Form;
}

/** Stripe's own forms are nowhere deeper; a deeper one can only be meant to exhaust a parser. */
const MAX_DEPTH = 8;

/**
 * Reads Stripe's form encoding: `metadata[booking]=42&expand[0]=latest_charge&expand[]=customer`.
 * Groups have no prototype, so that a key such as `__proto__` is only a key.
 * @returns the form, or null when the text cannot be decoded or one name is both a text and a group
 */
export function parseForm(text: string): Form | null {
  const form = newForm();
  if (text === '') return form;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
    if (name === null || value === null || !place(form, segments(name), value)) return null;
  }
  return form;
}

function newForm(): Form {
  return Object.create(null) as Form;
}

function decode(text: string): string | null {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** `a[b][c]` → `['a', 'b', 'c']` */
function segments(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  return [name.slice(0, open), ...name.slice(open + 1, -1).split('][')];
}

function place(form: Form, path: string[], value: string): boolean {
  if (path.length > MAX_DEPTH) return false;
  let group = form;
  for (const segment of path.slice(0, -1)) {
    const key = segment === '' ? String(Object.keys(group).length) : segment;
    const inner = (group[key] ??= newForm());
    if (typeof inner === 'string') return false;
    group = inner;
  }
  const last = path.at(-1) ?? '';
  const key = last === '' ? String(Object.keys(group).length) : last;
  if (typeof group[key] === 'object') return false;
  group[key] = value;
  return true;
}
